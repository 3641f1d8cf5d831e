namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Changes the headers of a request; it stays one that HTTP allows.</summary>
internal sealed class HeaderMutations(Dice dice)
{
    private static readonly string[] MediaTypes =
    [
        "text/plain", "application/xml", "application/json; charset=utf-8", "application/json; charset=\"UTF-8\"",
        "application/json; charset=iso-8859-1", "application/json; charset=klingon", "application/json;", "application/json; ;",
        "application/merge-patch+json", "application/JSON", "application/grpc", "application/grpc+proto", "application/grpc-web",
        "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "*/*", "json", "", ";", "a/b/c", "application/json, text/plain",
    ];

    private static readonly (string Name, string Value)[] Others =
    [
        ("Content-Encoding", "gzip"), ("Content-Encoding", "identity"), ("Expect", "100-continue"), ("Expect", "other"), ("Accept", "text/html"),
        ("Accept", ";;"), ("Accept-Encoding", "gzip, br"), ("Accept-Charset", "utf-7"), ("If-Match", "*"), ("If-Match", "\"a\""),
        ("If-Match", ""), ("If-Match", "W/\"a\", \"b\",,"), ("If-Match", "\u00ff"), ("Idempotency-Key", "key"), ("Idempotency-Key", ""),
        ("Idempotency-Key", "\u00e9\u00ff"), ("grpc-timeout", "1S"), ("grpc-timeout", "0n"), ("grpc-timeout", "99999999H"),
        ("grpc-timeout", "-1S"), ("grpc-timeout", "1"), ("grpc-timeout", ""), ("grpc-timeout", "\u00b2S"), ("grpc-timeout", "20u"), ("grpc-encoding", "gzip"),
        ("Authorization", "Bearer x"), ("Authorization", "Bearer"), ("Authorization", "Basic dTpw"), ("Authorization", "JWT a.b.c"),
        ("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30."), ("Authorization", "Bearer \u00ff\u00fe"), ("Authorization", ""),
        ("Origin", "https://evil.example"), ("Origin", "null"), ("Access-Control-Request-Method", "PUT"), ("X-Forwarded-For", "::1"),
        ("X-HTTP-Method-Override", "DELETE"), ("Range", "bytes=0-1"), ("If-None-Match", "*"), ("Cookie", "a=\u0080"), ("Upgrade", "h2c"),
        ("Connection", "upgrade"), ("Connection", "keep-alive, te"), ("TE", "trailers"), ("traceparent", "00-zz-zz-01"),
        ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), ("tracestate", "\u00ff=,,"), ("baggage", "%%%=\u00ff"),
        ("X-Odd", "\u00ff\u00fe\u0080"), ("X-Tab", "a\tb"), ("Request-Id", "|x."), ("Content-Language", "\u00e9"),
    ];

    private static readonly string[] Repeated = ["Idempotency-Key", "If-Match", "grpc-timeout", "Authorization", "X-Any", "Accept", "Origin"];

    /// <summary>Changes a request.</summary>
    public void Mutate(RestRequest request) => dice.Do(
        () => SetContentType(request),
        () => request.Headers.Add(dice.OneOf(Others)),
        () => request.Headers.Add(dice.OneOf(Others)),
        () => Repeat(request),
        () => AddMany(request),
        () => request.Headers.Add(("Idempotency-Key", new string('k', dice.OneOf([1, 255, 256, 5000])))),
        () => request.Method = dice.OneOf(["OPTIONS", "HEAD", "TRACE", "PUT", "POST", "GET", "DELETE", "PATCH", "PROPFIND", "get", "QUERY"]));

    private void SetContentType(RestRequest request)
    {
        request.Headers.RemoveAll(header => header.Name == "Content-Type");
        if (dice.Falls(0.9))
            request.Headers.Add(("Content-Type", dice.OneOf(MediaTypes)));
    }

    private void Repeat(RestRequest request)
    {
        var name = dice.OneOf(Repeated);
        request.Headers.Add((name, dice.OneOf(["a", "1S", "\"b\"", "Bearer x"])));
        request.Headers.Add((name, dice.OneOf(["a", "2S", "\"c\"", "Bearer y"])));
    }

    private void AddMany(RestRequest request)
    {
        for (var count = dice.OneOf([5, 50, 80]); count > 0; count--)
            request.Headers.Add(($"X-Many-{count}", "v"));
    }
}
