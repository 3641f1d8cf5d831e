using System.Globalization;
using System.Security.Cryptography;
using Activations.V1;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Requests that are all right as they are, made from the descriptors of their messages.</summary>
internal sealed class Samples(KnownValues known, Dice dice, bool takesAway)
{
    private static readonly string[] PublicKeys = [MakeEllipticKey(), MakeRsaKey()];

    /// <summary>A request of an RPC.</summary>
    public IMessage Of(MethodDescriptor method)
    {
        if (method.InputType == HealthCheckRequest.Descriptor)
            return new HealthCheckRequest { Service = dice.OneOf(["", "activations.v1.HubService", "store"]) };
        if (method.InputType == ServerReflectionRequest.Descriptor)
            return new ServerReflectionRequest { ListServices = "*", Host = "h" };
        return Fill(method.InputType);
    }

    private IMessage Fill(MessageDescriptor type)
    {
        if (type == AuthSchemeConfig.Descriptor)
            return SampleParts.AuthScheme(dice);
        if (type == CredentialCreate.Descriptor)
            return SampleParts.Credential(dice);
        if (type == Struct.Descriptor)
            return SampleParts.Variables(dice);

        var message = type.Parser.ParseFrom([]);
        foreach (var field in type.Fields.InDeclarationOrder().Where(IsGiven))
        {
            if (field.IsRepeated)
                FillList(message, field);
            else
                field.Accessor.SetValue(message, ValueOf(field));
        }

        NameTheUser(message);
        return message;
    }

    private bool IsGiven(FieldDescriptor field) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.Required) == true
        || dice.Falls(field.Name switch
        {
            "after" or "etag" or "update_mask" or "identifier_type" => 0.1,
            "before" or "search" or "connection_id" or "connections" => 0.05,
            "connection_template" or "hub_ids" or "expires_at" or "integration_id" or "user_id" => 0.3,
            _ => 0.5,
        });

    private void FillList(IMessage message, FieldDescriptor field)
    {
        var list = (System.Collections.IList)field.Accessor.GetValue(message);
        for (var count = dice.Between(1, 2); count > 0; count--)
            list.Add(ValueOf(field));
    }

    private object ValueOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message when field.MessageType == Timestamp.Descriptor =>
            DateTime.UtcNow.AddDays(dice.Between(1, 300)).ToTimestamp(),
        FieldType.Message when field.MessageType == FieldMask.Descriptor => FieldMask.FromString(dice.OneOf(["name", "description", "is_default"])),
        FieldType.Message when field.Name == "variables_schema" => SampleParts.Schema(dice),
        FieldType.Message => Fill(field.MessageType),
        FieldType.Bool => dice.Falls(0.5),
        FieldType.Int32 => dice.Between(0, 30),
        _ => TextOf(field.Name),
    };

    private string TextOf(string name) => name switch
    {
        "after" or "before" => Damaged(known.One("cursor", isTakenAway: false, dice)),
        "etag" or "hub_id" or "integration_id" or "activation_id" or "connection_id" or "api_key_id" or "signing_key_id"
            or "organisation_id" or "connector_id" or "template_id" => Known(name),
        "connection_template_id" or "used_connection_templates" => Known("template_id"),
        "hub_connector_id" or "primary_connector_id" => Known("connector_id"),
        "hub_ids" => Known("hub_id"),
        "external_id" or "user_id" => Known("external_id"),
        "identifier_type" or "user_id_type" => dice.OneOf(["external", "internal"]),
        "scopes" => dice.OneOf(["read", "write", "credentials", "admin"]),
        "public_key" => Damaged(dice.OneOf(PublicKeys)),
        "search" => dice.OneOf(["f", "fuzz", "demo-user", "01J0DEM0VSR000000000000001"]),
        "id" => KnownValues.Unknown(dice),
        "request_id" => "request-" + dice.Below(200).ToString(CultureInfo.InvariantCulture),
        _ when name.EndsWith("url", StringComparison.Ordinal) => "https://example.com/image.png",
        _ => "Name " + dice.Below(100).ToString(CultureInfo.InvariantCulture),
    };

    private string Known(string kind) =>
        dice.Falls(0.04) ? KnownValues.Unknown(dice) : known.One(kind, takesAway && kind != "external_id", dice);

    /// <summary>The type of an id and the id belong together.</summary>
    private void NameTheUser(IMessage message)
    {
        var fields = message.Descriptor;
        if ((fields.FindFieldByName("identifier_type") ?? fields.FindFieldByName("user_id_type")) is not { } type
            || fields.FindFieldByName("user_id") is not { } user)
        {
            return;
        }

        if ((string)type.Accessor.GetValue(message) == "internal")
            user.Accessor.SetValue(message, Known("end_user_id"));
    }

    /// <summary>A text with another character, now and then, or with another length.</summary>
    private string Damaged(string text)
    {
        if (text.Length == 0 || dice.Falls(0.6))
            return text;
        var place = dice.Below(text.Length);
        return dice.Below(3) switch
        {
            0 => text[..place],
            1 => text.Insert(place, "A"),
            _ => $"{text[..place]}{dice.OneOf(["A", "b", "7", "-", "/", "+", "=", "!", " ", "\u00e9"])}{text[(place + 1)..]}",
        };
    }

    private static string MakeEllipticKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportSubjectPublicKeyInfoPem();
    }

    private static string MakeRsaKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportSubjectPublicKeyInfoPem();
    }
}
