using System.Collections;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Makes requests over REST: right ones, by the HTTP rules of the protos, and then less right ones.</summary>
internal sealed class RestRequests(KnownValues known, string? authorization)
{
    private const int MaxTarget = 8000; // the server's own limit holds for the whole first line

    private static readonly JsonFormatter Json = new(JsonFormatter.Settings.Default);

    /// <summary>A request, and the RPC that it began as.</summary>
    public (RestRequest Request, MethodDescriptor Method) Make(Dice dice)
    {
        var method = RpcChoice.Of(Rpcs.Own, dice);
        var message = new Samples(known, dice, Rpcs.TakesAway(method)).Of(method);
        if (dice.Falls(0.35))
            new MessageMutations(dice, isForJson: true).Mutate(message);

        var request = ToHttp(message, method);
        if (authorization is not null)
            request.Headers.Add(("Authorization", authorization));
        MutateBody(request, dice);
        if (dice.Falls(0.1))
            new TargetMutations(dice).Mutate(request);
        if (dice.Falls(0.15))
            new HeaderMutations(dice).Mutate(request);
        if (dice.Falls(0.03))
            new HttpMutations(dice).Mutate(request);
        request.IsMalformed |= IsRefusedByTheServer(request);
        return (request, method);
    }

    /// <summary>What the server refuses before the service sees it, though it keeps to HTTP.</summary>
    private static bool IsRefusedByTheServer(RestRequest request) =>
        request.Target.Length > MaxTarget
        || request.Target.Contains("%00", StringComparison.Ordinal)
        || !Ascii.IsValid(request.Target)
        || request.Headers.Any(header => !Ascii.IsValid(header.Value));

    private static void MutateBody(RestRequest request, Dice dice)
    {
        var mutations = new BodyMutations(dice);
        if (request.Body is null)
        {
            if (dice.Falls(0.03))
                request.Body = mutations.MutateBytes("{}"u8.ToArray());
            return;
        }

        if (dice.Falls(0.35))
            request.Body = mutations.MutateTree(request.Body);
        if (dice.Falls(0.08))
            request.Body = mutations.MutateBytes(request.Body);
    }

    private static RestRequest ToHttp(IMessage message, MethodDescriptor method)
    {
        var (verb, path, body) = Rpcs.BindingOf(method);
        var inUrl = new List<FieldDescriptor>();
        var query = new List<string>();
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder().Where(field => field.Name != body))
        {
            if (path.Contains($"{{{field.Name}}}", StringComparison.Ordinal))
            {
                inUrl.Add(field);
                path = path.Replace($"{{{field.Name}}}", Uri.EscapeDataString((string)field.Accessor.GetValue(message)), StringComparison.Ordinal);
            }
            else if (body != "*")
            {
                query.AddRange(TextsOf(message, field).Select(text => $"{field.JsonName}={text}"));
            }
        }

        var request = new RestRequest { Method = verb, Target = query.Count == 0 ? path : $"{path}?{string.Join('&', query)}" };
        request.Headers.Add(("Host", "localhost"));
        if (body.Length > 0)
        {
            request.Headers.Add(("Content-Type", "application/json"));
            request.Body = BodyOf(message, body, inUrl);
        }

        return request;
    }

    private static byte[] BodyOf(IMessage message, string body, List<FieldDescriptor> inUrl)
    {
        if (body != "*")
        {
            var part = (IMessage?)message.Descriptor.FindFieldByName(body).Accessor.GetValue(message);
            return part is null ? "{}"u8.ToArray() : Encoding.UTF8.GetBytes(Json.Format(part));
        }

        foreach (var field in inUrl)
            field.Accessor.Clear(message);
        return Encoding.UTF8.GetBytes(Json.Format(message));
    }

    private static IEnumerable<string> TextsOf(IMessage message, FieldDescriptor field)
    {
        if (field.HasPresence && !field.Accessor.HasValue(message))
            return [];
        var value = field.Accessor.GetValue(message);
        var values = field.IsRepeated ? ((IEnumerable)value).Cast<object>() : [value];
        return values.Select(each => each.ToString()!).Where(text => text.Length > 0).Select(Uri.EscapeDataString);
    }
}
