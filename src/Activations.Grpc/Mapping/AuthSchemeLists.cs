using Activations.V1;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Mapping;

/// <summary>
/// Reads the lists of an auth scheme, whose type lets anything pass. They are printed, in lists and in views of end users,
/// so only what callers know is kept of their items.
/// </summary>
internal static class AuthSchemeLists
{
    private static readonly string[] DigestInputs = ["body", "url"];
    private static readonly string[] Severities = ["info", "warning", "error"];

    /// <summary>The scheme with its lists as they are kept. A list that breaks a rule is a violation.</summary>
    public static AuthSchemeConfig Read(AuthSchemeConfig config, string path, RequestReader reader) => new(config)
    {
        Scopes = Read(config.Scopes, $"{path}.scopes", (item, at) => Scope(item, at, reader)),
        DefaultScopes = Read(config.DefaultScopes, $"{path}.defaultScopes", (item, at) => Text(item, at, reader)),
        DigestInputs = Read(config.DigestInputs, $"{path}.digestInputs", (item, at) => OneOf(item, DigestInputs, at, reader)),
        ValidationMessages = Read(
            config.ValidationMessages, $"{path}.validationMessages", (item, at) => Message(item, at, reader)),
    };

    private static ListValue? Read(ListValue? list, string path, Func<Value, string, Value> read)
    {
        if (list is null)
            return null;
        var kept = new ListValue();
        kept.Values.AddRange(list.Values.Select((item, index) => read(item, FieldPath.Item(path, index))));
        return kept;
    }

    private static Value Scope(Value item, string path, RequestReader reader)
    {
        var members = MembersOf(item, path, reader);
        var scope = new Struct { Fields = { ["name"] = Text(members.GetValueOrDefault("name"), $"{path}.name", reader) } };
        if (members.TryGetValue("description", out var description))
            scope.Fields["description"] = Text(description, $"{path}.description", reader);
        return Value.ForStruct(scope);
    }

    private static Value Message(Value item, string path, RequestReader reader)
    {
        var members = MembersOf(item, path, reader);
        var message = new Struct
        {
            Fields =
            {
                ["text"] = Text(members.GetValueOrDefault("text"), $"{path}.text", reader),
                ["severity"] = OneOf(members.GetValueOrDefault("severity"), Severities, $"{path}.severity", reader),
            },
        };
        if (members.TryGetValue("detail", out var detail))
            message.Fields["detail"] = Texts(detail, $"{path}.detail", reader);
        return Value.ForStruct(message);
    }

    private static MapField<string, Value> MembersOf(Value item, string path, RequestReader reader)
    {
        if (item.KindCase == Value.KindOneofCase.StructValue)
            return item.StructValue.Fields;
        reader.Violations.Add(path, "must be an object");
        return [];
    }

    private static Value Texts(Value item, string path, RequestReader reader)
    {
        if (item.KindCase == Value.KindOneofCase.ListValue)
            return new Value { ListValue = Read(item.ListValue, path, (text, at) => Text(text, at, reader)) };
        reader.Violations.Add(path, "must be a list of strings");
        return Value.ForList();
    }

    private static Value OneOf(Value? item, string[] values, string path, RequestReader reader)
    {
        if (item is not { KindCase: Value.KindOneofCase.StringValue } || !values.Contains(item.StringValue))
            reader.Violations.Add(path, $"must be one of {string.Join(", ", values)}");
        return Value.ForString(item?.StringValue ?? "");
    }

    private static Value Text(Value? item, string path, RequestReader reader)
    {
        if (item is not { KindCase: Value.KindOneofCase.StringValue })
            reader.Violations.Add(path, "must be a string");
        return Value.ForString(item?.StringValue ?? "");
    }
}
