using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Activations.Access;
using Activations.Grpc.Configuration;
using Activations.Grpc.Hosting;
using Activations.Grpc.OpenApi;

namespace Activations.Grpc.Demo;

/// <summary>
/// Does the main job once, as a REST caller would, and prints it: the request, the answer, and lines to paste. The
/// request has a request id, so that a restart replays it.
/// </summary>
internal static class DemoRun
{
    /// <summary>The switch on the command line.</summary>
    public const string Switch = "--demo";

    private const string Request =
        $$"""
        {
          "userId": "demo-user",
          "integrationId": "{{DemoCatalogue.ContactsToMailer}}",
          "connections": [
            {"templateId": "{{DemoCatalogue.MailerTemplate}}", "connectionId": "{{DemoCatalogue.MailerConnection}}"}
          ],
          "dynamicVariables": {"listName": "Newsletter", "syncHour": 6},
          "requestId": "demo"
        }
        """;

    private const string HowToStop = "Ctrl+C stops the service.";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // for people, not for HTML
    };

    /// <summary>Runs against a service that listens.</summary>
    public static async Task RunAsync(WebApplication app)
    {
        app.Services.GetService<DemoSecretsKey>()?.Announce();
        // Where callers authenticate, the demo does too; its key is printed, for the lines to paste.
        var key = app.Services.GetRequiredService<ActivationsOptions>().Auth.IsRequired
            ? await DemoApiKey.CreateAsync(app.Services)
            : null;
        var answer = await RunAsync(app.RestAddress(), app.GrpcAddress(), DemoTls.Of(app.Services), key);
        if (answer?["id"]?.GetValue<string>() is { } activation)
            app.Services.GetRequiredService<ApiDocument>().ShowActivation(activation);
    }

    /// <summary>Prints the lines, and answers what was answered; null where nothing could be asked.</summary>
    private static async Task<JsonNode?> RunAsync(Uri rest, Uri grpc, DemoTls tls, ApiKeyText? key)
    {
        if (tls.ClientCertificateIsRequired)
        {
            Console.WriteLine(
                $"""

                Every caller needs a client certificate, so the demo calls nothing. Its catalogue is there.

                {HowToStop}
                """);
            return null;
        }

        using var client = new HttpClient(tls.CreateHandler()) { BaseAddress = rest };
        if (key is not null)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key.Reveal());
        using var body = new StringContent(Request, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/activations", UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        var json = JsonNode.Parse(text)!;

        Console.WriteLine(
            $"""

            Activating "Contacts to Mailer" for demo-user. The user's primary connection serves the CRM's template.

            POST {new Uri(rest, "/activations")}
            {Request}

            {(int)answer.StatusCode} {answer.ReasonPhrase}{(answer.Headers.Contains("idempotent-replayed") ? ", as made by an earlier start (idempotent-replayed: true)" : "")}
            {json.ToJsonString(Indented)}

            {LinesToPaste(rest, grpc, tls, key is null ? "" : $" -H 'Authorization: Bearer {key.Reveal()}'")}

            """);
        return json;
    }

    private static string LinesToPaste(Uri rest, Uri grpc, DemoTls tls, string header)
    {
        const string body =
            $$"""{"userId": "second-user", "integrationId": "{{DemoCatalogue.Ping}}", "connections": [], "requestId": "ping-1"}""";
        var root = rest.ToString().TrimEnd('/');
        return $$"""
            Your turn. Paste into another terminal:

              # activate "Ping" for second-user, over REST
              {{tls.Curl}} -i {{root}}/activations{{header}} -H 'Content-Type: application/json' -d '{{body}}'

              # the same request over gRPC: its request id was used, so the answer is the same activation
              {{tls.Grpcurl}}{{header}} -d '{{body}}' {{grpc.Authority}} activations.v1.ActivationService/CreateActivation

              # what second-user has activated
              {{tls.Curl}} {{root}}/embed/{{DemoCatalogue.Hub}}/users/second-user/activations{{header}}

              # what a refusal looks like: every violation at once
              {{tls.Curl}} {{root}}/activations{{header}} -H 'Content-Type: application/json' -d '{"userId": "second-user", "integrationId": "{{DemoCatalogue.ContactsToMailer}}", "dynamicVariables": {"syncHour": 24} }'

              # every RPC
              {{tls.Grpcurl}}{{header}} {{grpc.Authority}} describe activations.v1.ActivationService

            {{HowToStop}}
            """;
    }
}
