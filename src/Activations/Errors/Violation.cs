namespace Activations.Errors;

/// <summary>One field that breaks a rule.</summary>
/// <param name="Field">The path of the field in camel case, such as <c>connections[1].templateId</c>.</param>
/// <param name="Message">What is wrong, for the person who sent it. Never holds a secret.</param>
public sealed record Violation(string Field, string Message)
{
    /// <summary>The same violation where the value that it was found in stands in a request.</summary>
    /// <param name="path">The path of that value.</param>
    public Violation Below(string path) => this with
    {
        Field = Field switch
        {
            "" => path,
            ['[', ..] => path + Field,
            _ => $"{path}.{Field}",
        },
    };
}
