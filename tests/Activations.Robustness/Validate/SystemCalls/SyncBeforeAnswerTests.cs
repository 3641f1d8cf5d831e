using System.Text;

namespace Activations.Robustness.Validate.SystemCalls;

/// <summary>The check of traces, on small ones written by hand.</summary>
public sealed class SyncBeforeAnswerTests
{
    private const string Log = "/data/activations.db-wal";

    private static readonly string Write = $"10 pwrite64(7<{Log}>, \"\\x00\\x01\", 2, 0) = 2";
    private static readonly string Sync = $"10 fsync(7<{Log}>) = 0";
    private static readonly string Rest = Send("HTTP/1.1 200 OK\r\n\r\n"u8);
    private static readonly string Refusal = Send("HTTP/1.1 503 Service Unavailable\r\n\r\n"u8);
    private static readonly string Settings = Send([0, 0, 0, 4, 1, 0, 0, 0, 0]);
    private static readonly string Grpc = Send([0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 4, 0, 0, 0, 1, 0x88, 0, 0, 1, 0, 0, 0, 0, 0, 1, 7, 0, 0, 1, 1, 5, 0, 0, 0, 1, 0x88]);

    [Fact]
    public void Answers_behind_a_sync_are_right()
    {
        Assert.Equal((3, 0), Check(Write, Write, Sync, Rest, Settings, Write, Sync, Grpc, Write, Sync, Rest));
    }

    [Fact]
    public void Answers_without_a_sync_are_wrong()
    {
        Assert.Equal((1, 1), Check(Write, Rest));
        Assert.Equal((2, 2), Check(Write, Grpc[..], Write, Rest));
    }

    [Fact]
    public void Answers_without_a_write_are_wrong()
    {
        Assert.Equal((2, 1), Check(Write, Sync, Rest, Rest));
    }

    [Fact]
    public void A_write_behind_the_sync_needs_another_one()
    {
        Assert.Equal((1, 1), Check(Write, Sync, Write, Rest));
    }

    [Fact]
    public void A_sync_that_failed_or_of_another_file_does_not_count()
    {
        Assert.Equal((1, 1), Check(Write, $"10 fsync(7<{Log}>) = -1 EIO (Input/output error)", Rest));
        Assert.Equal((1, 1), Check(Write, "10 fsync(8</data/activations.db>) = 0", Rest));
    }

    [Fact]
    public void A_sync_that_has_not_ended_does_not_count()
    {
        var begins = $"10 fsync(7<{Log}> <unfinished ...>";
        const string Ends = "10 <... fsync resumed>) = 0";

        Assert.Equal((1, 0), Check(Write, begins, Ends, Rest));
        Assert.Equal((1, 1), Check(Write, begins, Rest, Ends));
    }

    [Fact]
    public void A_sync_that_began_before_the_last_write_does_not_count()
    {
        var begins = $"11 fdatasync(7<{Log}> <unfinished ...>";
        const string Ends = "11 <... fdatasync resumed>) = 0";

        Assert.Equal((1, 1), Check(Write, begins, Write, Ends, Rest));
        Assert.Equal((1, 1), Check($"10 pwrite64(7<{Log}>, \"\\x00\", 1, 0 <unfinished ...>", begins, "10 <... pwrite64 resumed>) = 1", Ends, Rest));
    }

    [Fact]
    public void What_acknowledges_nothing_may_leave_at_any_time()
    {
        Assert.Equal((1, 0), Check(Write, Refusal, Settings, "12 write(1<pipe:[5]>, \"\\x41\", 1) = 1", "12 +++ exited with 0 +++", Sync, Rest));
    }

    private static (int Answers, int Violations) Check(params string[] lines)
    {
        var (answers, violations) = SyncBeforeAnswer.Check(SystemCall.Read(lines), Log);
        return (answers, violations.Count);
    }

    private static string Send(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var one in bytes)
            text.Append("\\x").Append(one.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        return $"11 sendto(9<TCP:[127.0.0.1:80->127.0.0.1:5000]>, \"{text}\", {bytes.Length}, MSG_NOSIGNAL, NULL, 0) = {bytes.Length}";
    }
}
