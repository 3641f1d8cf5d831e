namespace Activations.Client;

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">
/// Its path in camelCase, such as <c>connections[1].templateId</c>; empty for the last entry of a list that was cut, which says how
/// many more there are.
/// </param>
/// <param name="Message">What is wrong with it, for people.</param>
public sealed record FieldViolation(string Field, string Message);
