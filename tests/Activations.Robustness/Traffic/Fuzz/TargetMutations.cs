using System.Text;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Changes where a request goes to: its path and its query.</summary>
internal sealed class TargetMutations(Dice dice)
{
    private static readonly string[] Segments =
    [
        "", "..", ".", "%2e%2e", "%2E", "%2F", "%252e", "%", "%2", "%zz", "%00", "%ff", "%c0%af", "%ed%a0%80", "%F0%9F%98%80", "*", ":deploy",
        "01J0DEM01NT000000000000003:deploy", "01J0DEM01NT000000000000003:", ":", "a:b:c", "%3A", "{hub_id}", "a;b=c", "~", "+", "%20", "a%0D%0AX-A:%201",
    ];

    private static readonly string[] Parameters =
    [
        "first=1", "first=-1", "first=abc", "first=2147483648", "first=1e3", "first=", "first", "first=1&first=2", "FIRST=1", "after=zzz",
        "after=%ff", "before=a&after=b", "identifier_type=internal", "identifierType=nobody", "deployed=maybe", "deployed=1", "force=yes",
        "force=true", "etag=%22a%22", "etag=a&etag=b", "unknown=1", "=", "&&&", "a[b]=c", "connections.template_id=1", "connections=1",
        "dynamic_variables=1", "dynamicVariables.a=1", "update_mask=name,,x", "updateMask=*", "hub_id=1", "hubConnectorId=", "search=%00",
        "integrationId=%F0%9F", "%", "%3D=%26", "alt=json", "$.xgafv=2", "user_id=..&user_id=x", "expires_at=now", "variables_schema=%7B%7D",
    ];

    private static readonly string[] Targets =
    [
        "/", "//", "/healthz", "/readyz", "/healthz/", "/nope", "/activations.v1.HubService/GetHub", "/grpc.health.v1.Health/Check",
        "/hubs//users", "/hubs/../hubs", "/o//hubs", "http://localhost/healthz", "http://localhost", "/secrets:rotate", "/secrets%3Arotate",
        "/integrations/:deploy", "/api-keys/x:revoke", "/index.html", "/.git/config", "/hubs/%2e%2e", "/\u00e9", "/a\\b", "/hubs?", "/hubs#a",
    ];

    /// <summary>Changes a request.</summary>
    public void Mutate(RestRequest request) => request.Target = dice.Below(5) switch
    {
        0 => dice.OneOf(Targets),
        1 => WithSegment(request.Target),
        2 => request.Target + (dice.Falls(0.5) ? "/" : "/" + dice.OneOf(Segments)),
        3 => $"{request.Target}{(request.Target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{ManyParameters()}",
        _ => $"{request.Target}?{dice.OneOf(Parameters)}",
    };

    private string WithSegment(string target)
    {
        var parts = target.Split('?', 2);
        var segments = parts[0].Split('/');
        segments[dice.Below(segments.Length - 1) + 1] = dice.Falls(0.05)
            ? new string('a', dice.OneOf([255, 1020, 4000, 7000]))
            : dice.OneOf(Segments);
        parts[0] = string.Join('/', segments);
        return string.Join('?', parts);
    }

    private string ManyParameters()
    {
        var query = new StringBuilder(dice.OneOf(Parameters));
        for (var count = dice.OneOf([1, 2, 5, 200]); count > 0 && query.Length < 6000; count--)
            query.Append('&').Append(dice.OneOf(Parameters));
        return query.ToString();
    }
}
