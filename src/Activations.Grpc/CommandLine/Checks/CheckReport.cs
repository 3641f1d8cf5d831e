namespace Activations.Grpc.CommandLine.Checks;

/// <summary>What a check found, line by line.</summary>
/// <param name="output">Where the lines are printed.</param>
internal sealed class CheckReport(TextWriter output)
{
    /// <summary>Whether nothing failed.</summary>
    public bool IsGood { get; private set; } = true;

    /// <summary>It is as it should be.</summary>
    public void Ok(string what, string text) => Write("ok", what, text);

    /// <summary>The service works, but not as somebody may think.</summary>
    public void Warn(string what, string text) => Write("warn", what, text);

    /// <summary>The service does not start, or can't do all that it should.</summary>
    public void Fail(string what, string text)
    {
        IsGood = false;
        Write("FAIL", what, text);
    }

    private void Write(string verdict, string what, string text) =>
        output.WriteLine($"{verdict,-4}  {what,-13}  {text.ReplaceLineEndings(" ")}");
}
