using System.Text;
using System.Text.Json;

namespace Activations.EndToEnd.Tests.Secrets;

/// <summary>Sends requests over REST and keeps every answer, headers and all.</summary>
internal sealed class Planting(HttpClient client)
{
    private readonly List<string> answers = [];

    /// <summary>All answers so far.</summary>
    public string Answers => string.Join('\n', answers);

    /// <summary>An OAuth 2.0 scheme with both of its secrets.</summary>
    public static string Scheme(string place) =>
        $$$"""
        {"id": "oauth", "schemeType": "oauth2", "authorizeUrl": "https://crm.example/a", "tokenUrl": "https://crm.example/t",
         "grant": {"grantType": "client_credentials", "clientId": "client", "clientSecret": "{{{Marker.In($"{place}-client-secret")}}}"},
         "additionalTokenParams": "a={{{Marker.In($"{place}-token-params")}}}"}
        """;

    /// <summary>The data of each type of credential that has any, with a marker in each member that takes one.</summary>
    public static IEnumerable<(string Type, string Data)> EachCredential(string place)
    {
        yield return ("string", Data(place, "value"));
        yield return ("binary", $$"""{"valueBase64": "{{Convert.ToBase64String(Encoding.UTF8.GetBytes(Marker.In(place)))}}"}""");
        yield return ("basic-auth", Data(place, "username", "password"));
        yield return ("oauth2-code", Data(place, "code", "state"));
        yield return ("oauth2-password", Data(place, "username", "password"));
        yield return ("certificate", Data(place, "certificate", "key", "ca"));
        yield return ("jwt-bearer", Data(place, "anything"));
        yield return ("custom-function", $$$"""{"deep": {"list": ["{{{Marker.In(place)}}}"], "{{{Marker.In(place)}}}": 1}}""");
        yield return ("oauth2-client",
            $$"""
            {"clientId": "{{Marker.In(place)}}", "clientSecret": "{{Marker.In(place)}}", "authorizeUrl": "https://crm.example/a",
             "tokenUrl": "https://crm.example/t", "additionalParams": "{{Marker.In(place)}}", "mTLSCredentialId": "{{Marker.In(place)}}"}
            """);
        yield return ("oauth2-token",
            $$"""
            {"scopes": ["{{Marker.In(place)}}"], "refreshToken": "{{Marker.In(place)}}", "accessToken": "{{Marker.In(place)}}",
             "tokenType": "{{Marker.In(place)}}"}
            """);
    }

    /// <summary>A connection with one credential.</summary>
    public static string Connection(string place, string type, string data) =>
        $$$"""{"name": "c0ntrol-name", "credentials": {{{Credentials(place, type, data)}}}, "variables": []}""";

    /// <summary>The credentials of a connection: one.</summary>
    public static string Credentials(string place, string type, string data) =>
        $$$"""
        {"action": [{"authSchemeConfig": {{{Scheme(place)}}}, "credential": {"name": "key", "type": "{{{type}}}", "data": {{{data}}}}}],
         "trigger": []}
        """;

    /// <summary>Sends a request that must succeed; answers its JSON.</summary>
    public async Task<JsonElement> SucceedAsync(string method, string path, string? body = null)
    {
        var (status, text) = await SendAsync(method, path, body);
        Assert.True(status is >= 200 and < 300, $"{method} {path}: {status} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    /// <summary>Sends a request that must be refused.</summary>
    public async Task FailAsync(string method, string path, string body, string contentType = "application/json")
    {
        var (status, text) = await SendAsync(method, path, body, contentType);
        Assert.True(status is >= 400 and < 500, $"{method} {path}: {status} {text}");
    }

    /// <summary>Keeps an answer of another transport.</summary>
    public void Keep(string answer) => answers.Add(answer);

    private async Task<(int Status, string Text)> SendAsync(
        string method, string path, string? body, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        answers.Add($"{answer}\n{text}");
        return ((int)answer.StatusCode, text);
    }

    private static string Data(string place, params string[] members) =>
        $"{{{string.Join(", ", members.Select(m => $"\"{m}\": \"{Marker.In(place)}\""))}}}";
}
