namespace Activations.Grpc.CommandLine.Import;

/// <summary>
/// Lines that are sent together: either of hubs and integrations, or of end users, each with all the lines that follow each
/// other, so that it is stored in one write.
/// </summary>
internal sealed class ImportBatch
{
    private const int EnoughLines = 250;
    private const int EnoughBytes = 256 * 1024;
    private const int MostLines = 5_000;
    private const int MostBytes = 16 * 1024 * 1024;

    private readonly HashSet<string> owners = [];
    private int bytes;
    private string? lastOwner;

    /// <summary>The lines.</summary>
    public List<FileLine> Lines { get; } = [];

    /// <summary>Those that can be sent.</summary>
    public IEnumerable<FileLine> Readable => Lines.Where(line => line.Problem is null);

    /// <summary>Whether they are of end users.</summary>
    public bool IsOfUsers => owners.Count > 0;

    /// <summary>Whether a line still belongs here.</summary>
    public bool Takes(FileLine line)
    {
        if (Lines.Count == 0)
            return true;
        if (line.Problem is not null)
            return Lines.Count < MostLines; // it is not sent
        if (Lines.Count >= MostLines || bytes + line.Bytes > MostBytes || (line.Owner is not null) != IsOfUsers)
            return false;
        return (line.Owner is not null && line.Owner == lastOwner)
            || (Lines.Count < EnoughLines && bytes < EnoughBytes);
    }

    /// <summary>Takes a line.</summary>
    public void Add(FileLine line)
    {
        Lines.Add(line);
        bytes += line.Bytes;
        if (line.Problem is not null)
            return;
        lastOwner = line.Owner;
        if (lastOwner is not null)
            owners.Add(lastOwner);
    }

    /// <summary>Whether it may be sent while another one is on its way: nothing in it can need what is in that one.</summary>
    public bool IsIndependentOf(ImportBatch other) => IsOfUsers && other.IsOfUsers && !owners.Overlaps(other.owners);
}
