using System.Globalization;
using Activations.Errors;
using Activations.Identifiers;

namespace Activations.Secrets;

/// <summary>How far a rotation has come: which records it was at, behind which of them, and how many are left.</summary>
/// <param name="Stage">The kind of records.</param>
/// <param name="After">The last one that was looked at; null for none.</param>
/// <param name="Remaining">How many records of all kinds are left, as counted when the rotation began.</param>
internal readonly record struct RotationPosition(RotationStage Stage, Ulid? After, int Remaining)
{
    /// <summary>As text, such as <c>EndUsers.01J….120</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Stage}.{After?.ToString() ?? ""}.{Remaining}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="InvalidRequestException">It did not.</exception>
    public static RotationPosition Parse(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3
            || !Enum.GetNames<RotationStage>().Contains(parts[0])
            || !(parts[1].Length == 0 | Id.TryParse<WriteId>(parts[1], out var after))
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var remaining))
        {
            throw InvalidRequestException.Of("after", "is not the 'next' of an earlier answer");
        }

        return new RotationPosition(
            Enum.Parse<RotationStage>(parts[0]), parts[1].Length == 0 ? null : after.Value, remaining);
    }
}

/// <summary>The kinds of records that hold secrets, in the order in which a rotation goes through them.</summary>
internal enum RotationStage
{
    /// <summary>Hubs.</summary>
    Hubs,

    /// <summary>Integrations.</summary>
    Integrations,

    /// <summary>End users.</summary>
    EndUsers,
}
