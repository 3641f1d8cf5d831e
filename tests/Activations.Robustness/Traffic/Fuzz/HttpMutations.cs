namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Breaks HTTP itself: the request line, header fields, and where the body ends.</summary>
internal sealed class HttpMutations(Dice dice)
{
    private static readonly (string Name, string Value)[] BrokenHeaders =
    [
        ("X Space", "a"), ("X-Nul", "a\0b"), ("X-Fold", "a\r\n b"), ("X-Lf", "a\nX-B: c"), ("", "a"), ("X-\u00ff", "a"), ("Host", "other"),
        ("Content-Length", "-1"), ("Content-Length", "abc"), ("Content-Length", "99999999999999999999"), ("Transfer-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked, identity"), ("Content-Length", "1, 2"),
    ];

    /// <summary>Breaks a request.</summary>
    public void Mutate(RestRequest request)
    {
        request.IsMalformed = true;
        dice.Do(
            () => request.Version = dice.OneOf(["HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/1.2", "http/1.1", "HTTP/11", "", "FTP/1.0"]),
            () => request.Headers.Add(dice.OneOf(BrokenHeaders)),
            () => request.Headers.RemoveAll(header => header.Name == "Host"),
            () => request.Headers.Add(("X-Long", new string('x', dice.OneOf([8_000, 33_000, 100_000])))),
            () => request.Headers.AddRange(Enumerable.Range(0, 150).Select(i => ($"X-{i}", "v"))),
            () => request.Target = dice.OneOf(["", "*", "hubs", "/a b", "/a\u0001", "/\0", new string('/', 9000), "localhost:80", "/" + new string('a', 9000)]),
            () => request.Method = dice.OneOf(["CONNECT", "", "G\0T", "GÉT", "POST POST", new string('M', 9000), "\u0016\u0003\u0001", "PRI"]),
            () => BreakFraming(request));
    }

    private void BreakFraming(RestRequest request)
    {
        request.Body ??= "{}"u8.ToArray();
        request.Framing = dice.OneOf([Framing.Chunked, Framing.BadChunk, Framing.Both, Framing.TooLong, Framing.TooShort]);
        // Chunks are not malformed, whatever the body is.
        request.IsMalformed = request.Framing != Framing.Chunked || request.Method is "GET" or "HEAD" or "TRACE";
    }
}
