using System.Buffers.Binary;
using System.Text;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace Activations.Robustness.Faults.MongoDb;

/// <summary>
/// One message of the MongoDB wire protocol as it came over a connection: the header, which says where it ends, and the
/// command or answer in it.
/// </summary>
/// <param name="Bytes">All of it.</param>
internal sealed record WireMessage(byte[] Bytes)
{
    private const int HeaderBytes = 16;
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int OpReply = 1;
    private const int OpQuery = 2004;
    private const int OpMsg = 2013;
    private const byte BodySection = 0;

    private static int lastId;

    /// <summary>The number that its sender gave it.</summary>
    public int Id => ReadInt32(4);

    /// <summary>The number of the message that it answers.</summary>
    public int ResponseTo => ReadInt32(8);

    private int OperationCode => ReadInt32(12);

    /// <summary>Reads the next message; null at the end of the stream.</summary>
    public static async Task<WireMessage?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var length = new byte[4];
        if (await stream.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false, cancellationToken) < length.Length)
            return null;
        var size = BinaryPrimitives.ReadInt32LittleEndian(length);
        if (size is < HeaderBytes or > MaxBytes)
            throw new InvalidDataException($"A message can't have {size} bytes.");

        var bytes = new byte[size];
        length.CopyTo(bytes, 0);
        await stream.ReadExactlyAsync(bytes.AsMemory(length.Length), cancellationToken);
        return new WireMessage(bytes);
    }

    /// <summary>The document in it, with what stands in sections of its own put back as arrays.</summary>
    public BsonDocument ReadDocument()
    {
        using var stream = new MemoryStream(Bytes);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        stream.Position = HeaderBytes;
        return OperationCode switch
        {
            OpMsg => ReadSections(reader),
            OpQuery => ReadQuery(reader),
            var code => throw new InvalidDataException($"A message of the kind {code} was not expected."),
        };
    }

    /// <summary>The answer to this message, of the kind that it calls for.</summary>
    public WireMessage Answer(BsonDocument document)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        var isLegacy = OperationCode == OpQuery;
        writer.Write(0); // the length, which is known at the end
        writer.Write(Interlocked.Increment(ref lastId));
        writer.Write(Id);
        writer.Write(isLegacy ? OpReply : OpMsg);
        if (isLegacy)
            WriteReplyHead(writer);
        else
            WriteMessageHead(writer);
        writer.Write(document.ToBson());
        var bytes = stream.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length);
        return new WireMessage(bytes);
    }

    private static void WriteMessageHead(BinaryWriter writer)
    {
        writer.Write(0); // no flags
        writer.Write(BodySection);
    }

    private static void WriteReplyHead(BinaryWriter writer)
    {
        writer.Write(8); // "await capable"
        writer.Write(0L); // no cursor
        writer.Write(0); // from the first document
        writer.Write(1); // one document
    }

    private static BsonDocument ReadQuery(BinaryReader reader)
    {
        reader.ReadInt32(); // flags
        while (reader.ReadByte() != 0)
        {
            // the name of the collection, "admin.$cmd"
        }

        reader.ReadInt64(); // how many to skip and to return
        return ReadDocument(reader.BaseStream);
    }

    private static BsonDocument ReadSections(BinaryReader reader)
    {
        reader.ReadUInt32(); // flags
        var sequences = new List<(string Name, BsonArray Documents)>();
        BsonDocument? body = null;
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            if (reader.ReadByte() == BodySection)
                body = ReadDocument(reader.BaseStream);
            else
                sequences.Add(ReadSequence(reader));
        }

        foreach (var (name, documents) in sequences)
            body!.Add(name, documents);
        return body ?? throw new InvalidDataException("A message has no body.");
    }

    private static (string Name, BsonArray Documents) ReadSequence(BinaryReader reader)
    {
        var start = reader.BaseStream.Position;
        var end = start + reader.ReadInt32();
        var name = new StringBuilder();
        while (reader.ReadByte() is not 0 and var character)
            name.Append((char)character);
        var documents = new BsonArray();
        while (reader.BaseStream.Position < end)
            documents.Add(ReadDocument(reader.BaseStream));
        return (name.ToString(), documents);
    }

    private static BsonDocument ReadDocument(Stream stream)
    {
        using var reader = new BsonBinaryReader(stream);
        return BsonDocumentSerializer.Instance.Deserialize(BsonDeserializationContext.CreateRoot(reader));
    }

    private int ReadInt32(int offset) => BinaryPrimitives.ReadInt32LittleEndian(Bytes.AsSpan(offset));
}
