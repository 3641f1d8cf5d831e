namespace Activations.Errors;

/// <summary>One field that breaks a rule.</summary>
/// <param name="Field">The path of the field in camel case, such as <c>connections[1].templateId</c>.</param>
/// <param name="Message">What is wrong, for the person who sent it. Never holds a secret.</param>
public sealed record Violation(string Field, string Message);
