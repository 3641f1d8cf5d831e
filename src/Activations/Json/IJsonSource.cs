namespace Activations.Json;

/// <summary>Where a <see cref="JsonText"/> comes from that is made when it is first asked for.</summary>
internal interface IJsonSource
{
    /// <summary>The length of the text in bytes, which is known before it is made.</summary>
    int ByteCount { get; }

    /// <summary>The text in UTF-8; the same each time.</summary>
    byte[] ReadUtf8();
}
