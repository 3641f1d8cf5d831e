using System.Text.Json;

namespace Activations.JsonSchema;

/// <summary>
/// A JSON value as the validator reads it (JSON Schema core §4.2.1, the instance data model). Implement it as a small readonly struct
/// around a host's own representation to validate that representation without writing it as text first. A validation reads each value
/// once.
/// </summary>
/// <typeparam name="TSelf">The implementing struct.</typeparam>
/// <remarks>
/// A value that JSON cannot express (a NaN, say) has the kind <see cref="JsonValueKind.Undefined"/>: no type, constant or
/// enumeration matches it.
/// </remarks>
public interface IJsonValue<TSelf>
    where TSelf : struct, IJsonValue<TSelf>
{
    /// <summary>What the value is.</summary>
    JsonValueKind Kind { get; }

    /// <summary>The text of a string; read for strings only.</summary>
    JsonText GetText();

    /// <summary>The value of a number; read for numbers only.</summary>
    JsonNumber GetNumber();

    /// <summary>Shows the items of an array to <paramref name="visitor"/>, in order, until it asks to stop.</summary>
    /// <param name="visitor">Receives every item; passed by reference so that it may be a struct that keeps its state.</param>
    void VisitItems<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IJsonItemVisitor<TSelf>, allows ref struct;

    /// <summary>
    /// Shows the members of an object to <paramref name="visitor"/> until it asks to stop. Of members of one name the last one counts.
    /// </summary>
    /// <param name="visitor">Receives every member; passed by reference so that it may be a struct that keeps its state.</param>
    void VisitMembers<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IJsonMemberVisitor<TSelf>, allows ref struct;
}

/// <summary>Receives the items of an array, one by one.</summary>
/// <typeparam name="TValue">The type of the items.</typeparam>
public interface IJsonItemVisitor<in TValue>
{
    /// <summary>Looks at one item.</summary>
    /// <returns><see langword="true"/> to go on, <see langword="false"/> to stop.</returns>
    bool Visit(TValue item);
}

/// <summary>Receives the members of an object, one by one.</summary>
/// <typeparam name="TValue">The type of the members' values.</typeparam>
public interface IJsonMemberVisitor<in TValue>
{
    /// <summary>Looks at one member.</summary>
    /// <returns><see langword="true"/> to go on, <see langword="false"/> to stop.</returns>
    bool Visit(JsonText name, TValue value);
}
