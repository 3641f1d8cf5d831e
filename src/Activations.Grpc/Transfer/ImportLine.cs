using Activations.Errors;

namespace Activations.Grpc.Transfer;

/// <summary>A line of an import, and what becomes of it.</summary>
/// <param name="index">Which line, counted from 0.</param>
internal sealed class ImportLine(int index)
{
    private const int MaxFaults = 20;

    private readonly List<Violation> faults = [];

    /// <summary>Which line, counted from 0.</summary>
    public int Index { get; } = index;

    /// <summary>The record; null for a line that can't be read.</summary>
    public TransferRecord? Record { get; set; }

    /// <summary>What became of it.</summary>
    public LineOutcome Outcome { get; private set; }

    /// <summary>What is wrong with it.</summary>
    public IReadOnlyList<Violation> Faults => faults;

    /// <summary>Whether nothing is said about it yet.</summary>
    public bool IsOpen => Outcome == LineOutcome.Open;

    /// <summary>It was stored.</summary>
    public void Stored() => Outcome = LineOutcome.Stored;

    /// <summary>It was there already.</summary>
    public void Unchanged() => Outcome = LineOutcome.Unchanged;

    /// <summary>It is no record.</summary>
    public void PassOver() => Outcome = LineOutcome.PassedOver;

    /// <summary>It was there already if it says the same, else it is refused.</summary>
    public void Compare(bool isSame, string what)
    {
        if (isSame)
            Unchanged();
        else
            Refuse("", $"there is {what} with this id already, and it says something else");
    }

    /// <summary>It is refused.</summary>
    public void Refuse(string field, string message) => Refuse([new Violation(field, message)]);

    /// <summary>It is refused.</summary>
    public void Refuse(IEnumerable<Violation> violations)
    {
        Outcome = LineOutcome.Refused;
        faults.AddRange(violations.Take(MaxFaults - faults.Count));
    }

    /// <summary>It is refused, for a reason of the domain's.</summary>
    public void Refuse(ActivationsException exception)
    {
        if (exception is InvalidRequestException invalid)
            Refuse(invalid.Violations);
        else if (exception is SecretUnreadableException secret)
            Refuse("", $"an encrypted secret can't be opened (key {secret.KeyId ?? "unknown"}, {secret.Record}): {secret.Problem}");
        else
            Refuse("", exception.Message);
    }
}

/// <summary>What became of a line.</summary>
internal enum LineOutcome
{
    /// <summary>Nothing is said yet.</summary>
    Open,

    /// <summary>It was stored.</summary>
    Stored,

    /// <summary>It was there already.</summary>
    Unchanged,

    /// <summary>It was refused.</summary>
    Refused,

    /// <summary>It is no record.</summary>
    PassedOver,
}
