using Activations.Json;

namespace Activations.Secrets;

/// <summary>A secret as a store keeps it, which is opened when somebody asks for it.</summary>
/// <param name="sealer">What opens it.</param>
/// <param name="envelope">The envelope.</param>
/// <param name="identity">The identity of the record that holds it.</param>
internal sealed class SealedText(Sealer sealer, JsonText envelope, string identity) : IJsonSource
{
    /// <summary>The envelope.</summary>
    public JsonText Envelope { get; } = envelope;

    /// <summary>The identity of the record that holds it.</summary>
    public string Identity { get; } = identity;

    /// <inheritdoc />
    public int ByteCount => Secrets.Envelope.TryRead(Envelope.Utf8.Span, out var read) ? read.PlainLength : 0;

    /// <inheritdoc />
    public byte[] ReadUtf8() => sealer.OpenUtf8(Envelope, Identity);
}
