using Google.Protobuf;

namespace Activations.Grpc.Tests.Calls;

/// <summary>What came of a call: a reply, or a refusal.</summary>
internal sealed class Answer<TReply>(TReply? reply, Refusal? refusal, Func<string, string?> header)
    where TReply : class, IMessage<TReply>, new()
{
    /// <summary>The reply; the test fails where there is none.</summary>
    public TReply Reply => reply ?? throw new InvalidOperationException($"The call was refused: {refusal}");

    /// <summary>The refusal; the test fails where there is none.</summary>
    public Refusal Refusal => refusal ?? throw new InvalidOperationException($"The call was answered: {reply}");

    /// <summary>The refusal, if there is one.</summary>
    public Refusal? RefusalOrNull => refusal;

    /// <summary>Whether the reply is that of an earlier call.</summary>
    public bool IsReplay => Header("idempotent-replayed") == "true";

    /// <summary>A header of the answer.</summary>
    public string? Header(string name) => header(name);
}
