using MongoDB.Bson;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>Evaluates the expressions of an aggregation over one document.</summary>
internal sealed class Expressions
{
    private readonly BsonDocument root;
    private readonly BsonDocument variables;

    public Expressions(BsonDocument root)
        : this(root, [])
    {
    }

    private Expressions(BsonDocument root, BsonDocument variables)
    {
        this.root = root;
        this.variables = variables;
    }

    /// <summary>What an expression answers; null where a path leads to nothing.</summary>
    public BsonValue? Evaluate(BsonValue expression) => expression switch
    {
        BsonString { Value: ['$', '$', .. var path] } => Paths.Evaluate(variables, path),
        BsonString { Value: ['$', .. var path] } => Paths.Evaluate(root, path),
        BsonArray array => new BsonArray(array.Select(ValueOf)),
        BsonDocument { ElementCount: 1 } document when document.GetElement(0) is { Name: ['$', ..] } call =>
            Call(call.Name, call.Value),
        BsonDocument document => new BsonDocument(document.Select(m => new BsonElement(m.Name, ValueOf(m.Value)))),
        _ => expression,
    };

    private BsonValue ValueOf(BsonValue expression) => Evaluate(expression) ?? BsonNull.Value;

    private BsonValue Call(string name, BsonValue operand) => name switch
    {
        "$literal" => operand,
        "$eq" => Compare(operand, order => order == 0),
        "$gte" => Compare(operand, order => order >= 0),
        "$and" => operand.AsBsonArray.All(part => ValueOf(part).ToBoolean()),
        "$or" => operand.AsBsonArray.Any(part => ValueOf(part).ToBoolean()),
        "$in" => In(ValueOf(operand[0]), ValueOf(operand[1]).AsBsonArray),
        "$size" => ValueOf(operand).AsBsonArray.Count,
        "$concatArrays" => new BsonArray(operand.AsBsonArray.SelectMany(part => ValueOf(part).AsBsonArray)),
        "$filter" => Filter(operand.AsBsonDocument),
        "$reduce" => Reduce(operand.AsBsonDocument),
        "$let" => Let(operand.AsBsonDocument),
        _ => throw new NotSupportedException($"The expression {name} is not known here."),
    };

    private BsonBoolean Compare(BsonValue operands, Func<int, bool> isWanted) =>
        isWanted(BsonOrder.Instance.Compare(ValueOf(operands[0]), ValueOf(operands[1])));

    private static BsonBoolean In(BsonValue value, BsonArray values) => values.Any(v => BsonOrder.AreEqual(v, value));

    private BsonValue Filter(BsonDocument call) => ValueOf(call["input"]) is BsonArray input
        ? new BsonArray(input.Where(item => With((call["as"].AsString, item)).ValueOf(call["cond"]).ToBoolean()))
        : BsonNull.Value;

    private BsonValue Reduce(BsonDocument call) => ValueOf(call["input"]) is BsonArray input
        ? input.Aggregate(ValueOf(call["initialValue"]), (value, item) => With(("value", value), ("this", item)).ValueOf(call["in"]))
        : BsonNull.Value;

    private BsonValue Let(BsonDocument call) =>
        With([.. call["vars"].AsBsonDocument.Select(v => (v.Name, ValueOf(v.Value)))]).ValueOf(call["in"]);

    private Expressions With(params (string Name, BsonValue Value)[] added)
    {
        var all = new BsonDocument(variables.Elements);
        foreach (var (name, value) in added)
            all[name] = value;
        return new Expressions(root, all);
    }
}
