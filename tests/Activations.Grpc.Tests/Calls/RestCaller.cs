using System.Collections;
using System.Text;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Tests.Calls;

/// <summary>Calls over REST, by the HTTP rules that the protos promise to every caller.</summary>
internal sealed class RestCaller(HttpClient client) : Caller
{
    /// <inheritdoc />
    protected override async Task<Answer<TReply>> SendAsync<TReply>(IMessage request, Header[] headers)
    {
        var rpc = Rpc.Of(request);
        var rule = Rpc.RuleOf(rpc);
        using var message = ToHttp(request, rule);
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);
        var answer = await RestAnswer.OfAsync(client, message);

        return answer.Status >= 300
            ? new Answer<TReply>(null, Refusal.Of(answer), answer.Header)
            : new Answer<TReply>(ReadReply<TReply>(answer, rpc, rule), null, answer.Header);
    }

    /// <summary>A request as HTTP.</summary>
    internal static HttpRequestMessage ToHttp(IMessage request, HttpRule rule)
    {
        var (method, template) = rule.Pattern();
        var inUrl = new List<string>();
        var query = new List<string>();
        foreach (var field in request.Descriptor.Fields.InDeclarationOrder().Where(f => f.Name != rule.Body))
        {
            if (template.Contains($"{{{field.Name}}}", StringComparison.Ordinal))
            {
                template = template.Replace($"{{{field.Name}}}", TextsOf(request, field).Single(), StringComparison.Ordinal);
                inUrl.Add(field.Name);
            }
            else if (rule.Body != "*")
            {
                query.AddRange(TextsOf(request, field).Where(t => t.Length > 0).Select(text => $"{field.Name}={text}"));
            }
        }

        var target = query.Count == 0 ? template : $"{template}?{string.Join('&', query)}";
        return new HttpRequestMessage(method, RestAnswer.Target(target)) { Content = BodyOf(request, rule, inUrl) };
    }

    /// <summary>The values of a field as they stand in an address; none for a field that is not set.</summary>
    private static IEnumerable<string> TextsOf(IMessage request, FieldDescriptor field)
    {
        if (field.HasPresence && !field.Accessor.HasValue(request))
            return [];
        var values = field.IsRepeated
            ? ((IEnumerable)field.Accessor.GetValue(request)).Cast<object>()
            : [field.Accessor.GetValue(request)];
        return values.Select(value => Uri.EscapeDataString(value.ToString()!));
    }

    private static StringContent? BodyOf(IMessage request, HttpRule rule, List<string> inUrl)
    {
        if (rule.Body.Length == 0)
            return null;
        if (rule.Body != "*")
            request = (IMessage?)request.Descriptor.FindFieldByName(rule.Body).Accessor.GetValue(request) ?? new Struct();
        else
            request = Without(inUrl, request);
        return new StringContent(JsonFormatter.Default.Format(request), Encoding.UTF8, "application/json");
    }

    private static IMessage Without(List<string> fields, IMessage request)
    {
        var copy = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        foreach (var field in fields)
            copy.Descriptor.FindFieldByName(field).Accessor.Clear(copy);
        return copy;
    }

    private static TReply ReadReply<TReply>(RestAnswer answer, MethodDescriptor rpc, HttpRule rule)
        where TReply : class, IMessage<TReply>, new()
    {
        var reply = new TReply();
        if (reply is Empty)
        {
            Assert.Equal((204, "", null), (answer.Status, answer.Body, answer.ContentType));
            return reply;
        }

        Assert.Equal((Rpc.SuccessStatusOf(rpc), "application/json; charset=utf-8"), (answer.Status, answer.ContentType));
        if (rule.ResponseBody.Length == 0)
            return JsonParser.Default.Parse<TReply>(answer.Body);
        FieldDescriptor field = reply.Descriptor.FindFieldByName(rule.ResponseBody);
        field.Accessor.SetValue(reply, JsonParser.Default.Parse(answer.Body, field.MessageType));
        return reply;
    }
}
