using System.Text;
using Activations.V1;
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
        var rule = RuleOf(request);
        using var message = ToHttp(request, rule);
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);
        var answer = await RestAnswer.OfAsync(client, message);

        return answer.Status >= 300
            ? new Answer<TReply>(null, Refusal.Of(answer), answer.Header)
            : new Answer<TReply>(ReadReply<TReply>(answer, rule), null, answer.Header);
    }

    private static HttpRule RuleOf(IMessage request) => ActivationService.Descriptor.Methods
        .Single(m => m.InputType == request.Descriptor).GetOptions().GetExtension(AnnotationsExtensions.Http);

    private static HttpRequestMessage ToHttp(IMessage request, HttpRule rule)
    {
        var (method, template) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
            HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
            HttpRule.PatternOneofCase.Put => (HttpMethod.Put, rule.Put),
            HttpRule.PatternOneofCase.Delete => (HttpMethod.Delete, rule.Delete),
            _ => throw new ArgumentException("A rule that the tests don't know.", nameof(rule)),
        };
        var inUrl = new List<string>();
        var query = new List<string>();
        foreach (var field in request.Descriptor.Fields.InDeclarationOrder().Where(f => f.Name != rule.Body))
        {
            var text = Uri.EscapeDataString(field.Accessor.GetValue(request)?.ToString() ?? "");
            if (template.Contains($"{{{field.Name}}}", StringComparison.Ordinal))
            {
                template = template.Replace($"{{{field.Name}}}", text, StringComparison.Ordinal);
                inUrl.Add(field.Name);
            }
            else if (rule.Body != "*" && (field.HasPresence ? field.Accessor.HasValue(request) : text.Length > 0))
            {
                query.Add($"{field.Name}={text}");
            }
        }

        var target = query.Count == 0 ? template : $"{template}?{string.Join('&', query)}";
        return new HttpRequestMessage(method, RestAnswer.Target(target)) { Content = BodyOf(request, rule, inUrl) };
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

    private static TReply ReadReply<TReply>(RestAnswer answer, HttpRule rule)
        where TReply : class, IMessage<TReply>, new()
    {
        var reply = new TReply();
        if (reply is Empty)
        {
            Assert.Equal((204, "", null), (answer.Status, answer.Body, answer.ContentType));
            return reply;
        }

        Assert.Equal((200, "application/json; charset=utf-8"), (answer.Status, answer.ContentType));
        if (rule.ResponseBody.Length == 0)
            return JsonParser.Default.Parse<TReply>(answer.Body);
        FieldDescriptor field = reply.Descriptor.FindFieldByName(rule.ResponseBody);
        field.Accessor.SetValue(reply, JsonParser.Default.Parse(answer.Body, field.MessageType));
        return reply;
    }
}
