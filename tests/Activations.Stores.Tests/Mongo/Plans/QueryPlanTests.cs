using MongoDB.Bson;

namespace Activations.Stores.Tests.Mongo.Plans;

/// <summary>
/// That the judge of plans judges: on answers as MongoDB's manual describes them ("Explain Results"), of its versions and
/// topologies.
/// </summary>
public sealed class QueryPlanTests
{
    private const string Good = "LIMIT < FETCH < IXSCAN";

    private static readonly QueryPromise Page = new(21);

    [Theory]
    [InlineData("{ stage: 'LIMIT', limitAmount: 21, inputStage: { stage: 'FETCH', inputStage: { stage: 'IXSCAN', indexName: 'hubId_1__id_1' } } }")]
    [InlineData("{ queryPlan: { stage: 'FETCH', planNodeId: 2, inputStage: { stage: 'IXSCAN', planNodeId: 1 } }, slotBasedPlan: { slots: '$$RESULT=s1', stages: '[2] nlj' } }")]
    [InlineData("{ stage: 'EXPRESS_IXSCAN', keyPattern: '{ _id: 1 }' }")]
    [InlineData("{ stage: 'UPDATE', inputStage: { stage: 'IDHACK' } }")]
    [InlineData("{ stage: 'FETCH', inputStage: { stage: 'OR', inputStages: [ { stage: 'IXSCAN' }, { stage: 'IXSCAN' } ] } }")]
    [InlineData("{ stage: 'EOF' }")]
    public void A_plan_by_an_index_within_its_bounds_is_good(string plan)
    {
        foreach (var answer in EachShapeOf(plan, documents: 21))
            Assert.Empty(new QueryPlan(answer).Faults(Page));
    }

    [Theory]
    [InlineData("{ stage: 'COLLSCAN', direction: 'forward' }")]
    [InlineData("{ stage: 'LIMIT', inputStage: { stage: 'SUBPLAN', inputStage: { stage: 'COLLSCAN' } } }")]
    [InlineData("{ queryPlan: { stage: 'GROUP', inputStage: { stage: 'COLLSCAN' } }, slotBasedPlan: { stages: '[1] scan' } }")]
    [InlineData("{ stage: 'OR', inputStages: [ { stage: 'IXSCAN' }, { stage: 'COLLSCAN' } ] }")]
    public void Reading_without_an_index_is_a_fault_unless_it_is_allowed(string plan)
    {
        foreach (var answer in EachShapeOf(plan, documents: 1))
        {
            Assert.Equal(["it reads the collection without an index"], new QueryPlan(answer).Faults(Page));
            Assert.Empty(new QueryPlan(answer).Faults(Page with { MayScan = true }));
        }
    }

    [Fact]
    public void Sorting_in_memory_is_a_fault_unless_it_is_allowed()
    {
        foreach (var answer in EachShapeOf("{ stage: 'SORT', inputStage: { stage: 'FETCH', inputStage: { stage: 'IXSCAN' } } }", documents: 3))
        {
            Assert.Equal(["it sorts in memory"], new QueryPlan(answer).Faults(Page));
            Assert.Empty(new QueryPlan(answer).Faults(Page with { MaySort = true }));
        }
    }

    [Fact]
    public void Looking_at_more_documents_than_promised_is_a_fault()
    {
        foreach (var answer in EachShapeOf("{ stage: 'FETCH', inputStage: { stage: 'IXSCAN' } }", documents: 22))
            Assert.Equal(["it looks at 22 documents rather than 21"], new QueryPlan(answer).Faults(Page));
    }

    [Fact]
    public void What_every_shard_looks_at_is_added_up()
    {
        var shard = Aggregation("{ stage: 'IXSCAN' }", documents: 11);
        var answer = new BsonDocument("shards", new BsonDocument { { "one", shard }, { "two", shard.DeepClone() } });

        Assert.Equal(22, new QueryPlan(answer).Documents);
    }

    [Theory]
    [InlineData("{ ok: 1 }")]
    [InlineData("{ queryPlanner: { winningPlan: { stage: 'IXSCAN' } }, ok: 1 }")]
    [InlineData("{ queryPlanner: { winningPlan: { stage: 'SOMETHING_NEW' } }, executionStats: { totalDocsExamined: 0 }, ok: 1 }")]
    public void An_answer_that_is_not_understood_is_a_fault(string answer) =>
        Assert.NotEmpty(new QueryPlan(BsonDocument.Parse(answer)).Faults(Page));

    [Fact]
    public void A_plan_that_was_not_chosen_is_of_no_account() =>
        Assert.Equal(Good + ", 0 keys, 0 documents", new QueryPlan(BsonDocument.Parse(
            """
            {
              queryPlanner: {
                winningPlan: { stage: 'LIMIT', inputStage: { stage: 'FETCH', inputStage: { stage: 'IXSCAN' } } },
                rejectedPlans: [ { stage: 'COLLSCAN' } ]
              },
              executionStats: { totalKeysExamined: 0, totalDocsExamined: 0 }
            }
            """)).ToString());

    /// <summary>As a find has it, an aggregation, one that was pushed down, and either on shards.</summary>
    private static IEnumerable<BsonDocument> EachShapeOf(string plan, int documents)
    {
        yield return Find(plan, documents);
        yield return Aggregation(plan, documents);
        yield return new BsonDocument("shards", new BsonDocument("one", Aggregation(plan, documents)));
        yield return new BsonDocument("shards", new BsonDocument("one", Find(plan, documents)));
        yield return Find(
            $"{{ stage: 'SINGLE_SHARD', shards: [ {{ shardName: 'one', winningPlan: {plan}, rejectedPlans: [ {{ stage: 'COLLSCAN' }} ] }} ] }}", documents);
    }

    private static BsonDocument Find(string plan, int documents) => new()
    {
        { "explainVersion", "1" },
        { "queryPlanner", new BsonDocument { { "winningPlan", BsonDocument.Parse(plan) }, { "rejectedPlans", new BsonArray() } } },
        {
            "executionStats",
            new BsonDocument
            {
                { "executionSuccess", true },
                { "totalKeysExamined", documents },
                { "totalDocsExamined", documents },
                { "executionStages", new BsonDocument { { "stage", "FETCH" }, { "docsExamined", documents } } },
            }
        },
        { "command", new BsonDocument("stage", "COLLSCAN") }, // what was asked says nothing of the plan
        { "ok", 1.0 },
    };

    private static BsonDocument Aggregation(string plan, int documents)
    {
        var cursor = Find(plan, documents);
        cursor.Remove("ok");
        BsonDocument[] stages =
        [
            new("$cursor", cursor),
            new() { { "$unwind", new BsonDocument("path", "$activations") }, { "nReturned", 5L } },
            new() { { "$sort", new BsonDocument("sortKey", new BsonDocument("_id", 1)) }, { "totalDataSizeSortedBytesEstimate", 9L } },
        ];
        return new BsonDocument { { "stages", new BsonArray(stages) }, { "ok", 1.0 } };
    }
}
