using Activations.JsonSchema.Numbers;

namespace Activations.JsonSchema.Keywords;

/// <summary>How an instance has to stand to a number (validation §6.2).</summary>
internal enum Relation
{
    AtMost,
    LessThan,
    AtLeast,
    GreaterThan,
    MultipleOf,
}

/// <summary>What one of the keywords about numbers asks for.</summary>
internal sealed record NumberRule(KeywordSite Site, Relation Relation, NumberConstant Constant, string Message)
{
    /// <summary>Whether plain integers of few digits are compared as such.</summary>
    public bool ComparesInt32 => Relation != Relation.MultipleOf && Constant.IsInt32;

    public bool Holds(int number) => Allows(number.CompareTo(Constant.Int32));

    public bool Holds(JsonNumber number) => Relation == Relation.MultipleOf
        ? Constant.Divides(number)
        : Allows(number.CompareTo(Constant.Value));

    private bool Allows(int order) => Relation switch
    {
        Relation.AtMost => order <= 0,
        Relation.LessThan => order < 0,
        Relation.AtLeast => order >= 0,
        _ => order > 0,
    };
}
