using MongoDB.Bson;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>A command that the peer was sent.</summary>
/// <param name="Document">All of it.</param>
internal sealed record PeerCommand(BsonDocument Document)
{
    /// <summary>Its name, such as <c>update</c>.</summary>
    public string Name => Document.GetElement(0).Name;

    public string Database => Document.GetValue("$db", "admin").AsString;

    /// <summary>The collection that it is about; empty where it is about none.</summary>
    public string Collection => Document[0] is BsonString { Value: var name } ? name : "";

    public bool IsWrite => Name is "insert" or "update" or "delete";

    /// <summary>Whether drivers ask it about the server itself.</summary>
    public bool IsHello => Name is "hello" or "isMaster" or "ismaster";

    /// <summary>The number under which a driver repeats a write; null where it does not.</summary>
    public long? TransactionNumber => Document.TryGetValue("txnNumber", out var number) ? number.ToInt64() : null;

    /// <summary>Whether a text stands somewhere in it.</summary>
    public bool Mentions(string text) => Document.ToString().Contains(text, StringComparison.Ordinal);
}
