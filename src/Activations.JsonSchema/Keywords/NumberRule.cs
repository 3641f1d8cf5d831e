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
    /// <summary>The range of integers this allows, if it is one; otherwise one that holds nothing.</summary>
    public (long Least, long Most) Int32Range => (Constant.IsInt32, Relation) switch
    {
        (true, Relation.AtMost) => (long.MinValue, Constant.Int32),
        (true, Relation.LessThan) => (long.MinValue, Constant.Int32 - 1L),
        (true, Relation.AtLeast) => (Constant.Int32, long.MaxValue),
        (true, Relation.GreaterThan) => (Constant.Int32 + 1L, long.MaxValue),
        _ => (long.MaxValue, long.MinValue),
    };

    public bool Holds(in JsonNumber number) => Relation == Relation.MultipleOf
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
