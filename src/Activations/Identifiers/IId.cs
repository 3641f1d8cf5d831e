namespace Activations.Identifiers;

/// <summary>An identifier of one kind of thing: a ULID that can't be mistaken for the id of another kind.</summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    /// <summary>The ULID.</summary>
    Ulid Value { get; }

    /// <summary>Makes an id of this kind from a ULID.</summary>
    /// <param name="value">The ULID.</param>
    static abstract TSelf From(Ulid value);
}
