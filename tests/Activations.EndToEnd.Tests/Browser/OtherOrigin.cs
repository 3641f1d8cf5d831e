using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Activations.EndToEnd.Tests.Browser;

/// <summary>A web site of another origin than the service's, with one page that calls the service.</summary>
internal sealed class OtherOrigin : IAsyncDisposable
{
    /// <summary>Activates, repeats it, asks for what can't be, and deletes; or is kept from all of it by the browser.</summary>
    private const string Page = """
        <!doctype html>
        <title>A page of another origin</title>
        <pre id="outcome"></pre>
        <script type="module">
          const service = new URLSearchParams(location.search).get('service');
          const activation = { userId: 'second-user', integrationId: '01J0DEM01NT000000000000003', connections: [] };

          async function call(method, path, body, headers) {
            try {
              const response = await fetch(service + path, {
                method,
                headers: { 'Content-Type': 'application/json', ...headers },
                body: body && JSON.stringify(body),
              });
              const text = await response.text();
              return {
                status: response.status,
                replayed: response.headers.get('idempotent-replayed'),
                body: text === '' ? null : JSON.parse(text),
              };
            } catch (failure) {
              return { blocked: failure.name };
            }
          }

          const key = { 'Idempotency-Key': 'from-a-page' };
          const outcome = {
            created: await call('POST', '/activations', activation, key),
            repeated: await call('POST', '/activations', activation, key),
            refused: await call('POST', '/activations', { ...activation, userId: '' }),
          };
          outcome.deleted = await call('DELETE', `/activations/${outcome.created.body?.id ?? activation.integrationId}`);
          document.getElementById('outcome').textContent = JSON.stringify(outcome);
        </script>
        """;

    private readonly WebApplication site;

    private OtherOrigin(WebApplication site) => this.site = site;

    /// <summary>As browsers send it.</summary>
    public string Origin => site.Urls.Single();

    public static async Task<OtherOrigin> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var site = builder.Build();
        site.Run(context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(Page);
        });
        await site.StartAsync(TestContext.Current.CancellationToken);
        return new OtherOrigin(site);
    }

    /// <summary>The page that calls this service.</summary>
    public Uri PageCalling(Uri service) => new($"{Origin}/?service={Uri.EscapeDataString(service.GetLeftPart(UriPartial.Authority))}");

    public ValueTask DisposeAsync() => site.DisposeAsync();
}
