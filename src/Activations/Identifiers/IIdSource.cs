namespace Activations.Identifiers;

/// <summary>Where new ids come from.</summary>
public interface IIdSource
{
    /// <summary>A ULID that was never given before.</summary>
    Ulid NextUlid();
}
