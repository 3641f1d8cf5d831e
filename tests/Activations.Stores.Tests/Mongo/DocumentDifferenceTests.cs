using Activations.Stores.Mongo;
using MongoDB.Bson;

namespace Activations.Stores.Tests.Mongo;

public sealed class DocumentDifferenceTests
{
    [Theory]
    [InlineData("{ }", "{ }", "{ }")]
    [InlineData("{ a: 1, b: { c: [1, { d: null }] } }", "{ a: 1, b: { c: [1, { d: null }] } }", "{ }")]
    [InlineData("{ a: 1, b: 2 }", "{ a: 1, b: 3 }", "{ b: 3 }")]
    [InlineData("{ a: 1 }", "{ a: null }", "{ a: null }")]
    [InlineData("{ a: null }", "{ a: { b: 1 } }", "{ a: { b: 1 } }")]
    [InlineData("{ }", "{ a: { b: 1 } }", "{ a: { b: 1 } }")]
    [InlineData("{ a: { b: 1, c: 2 } }", "{ a: { b: 1, c: 3 } }", "{ 'a.c': 3 }")]
    [InlineData("{ a: { b: 1 } }", "{ a: 'text' }", "{ a: 'text' }")]
    [InlineData("{ a: 'text' }", "{ a: 'Text' }", "{ a: 'Text' }")]
    public void Documents_are_compared_by_member(string before, string after, string difference) =>
        AssertDifference(before, after, difference);

    [Theory]
    [InlineData("{ a: [] }", "{ a: [] }", "{ }")]
    [InlineData("{ a: [{ b: true, c: 1 }, { b: true }] }", "{ a: [{ b: false, c: 1 }, { b: true }] }", "{ 'a.0.b': false }")]
    [InlineData("{ a: [1, 2] }", "{ a: [1, 3] }", "{ 'a.1': 3 }")]
    [InlineData("{ a: [{ b: 1 }] }", "{ a: [{ b: 1 }, { b: 2 }, { b: 3 }] }", "{ 'a.1': { b: 2 }, 'a.2': { b: 3 } }")]
    [InlineData("{ a: [] }", "{ a: [1] }", "{ 'a.0': 1 }")]
    [InlineData("{ a: [1, 2] }", "{ a: [1] }", "{ a: [1] }")]
    public void Arrays_are_compared_by_index(string before, string after, string difference) =>
        AssertDifference(before, after, difference);

    private static void AssertDifference(string before, string after, string difference) => Assert.Equal(
        BsonDocument.Parse(difference), DocumentDifference.Of(BsonDocument.Parse(before), BsonDocument.Parse(after)));
}
