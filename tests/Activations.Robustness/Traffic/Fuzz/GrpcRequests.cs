using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Makes calls over gRPC: right ones, by the protos, and then less right ones.</summary>
internal sealed class GrpcRequests(KnownValues known, string? authorization)
{
    private const int PrefixLength = 5;

    private static readonly MethodDescriptor[] Methods = [.. Rpcs.Own, .. Rpcs.Common];

    /// <summary>A call, and the RPC that it began as.</summary>
    public (GrpcRequest Request, MethodDescriptor Method) Make(Dice dice)
    {
        var method = RpcChoice.Of(Methods, dice);
        var message = new Samples(known, dice, Rpcs.TakesAway(method)).Of(method);
        if (dice.Falls(0.4))
            new MessageMutations(dice, isForJson: false).Mutate(message);
        var bytes = message.ToByteArray();
        if (dice.Falls(0.2))
            bytes = new WireMutations(dice).Mutate(bytes, method.InputType);

        var request = new GrpcRequest { Path = Rpcs.PathOf(method), Body = Frame(bytes) };
        if (authorization is not null)
            request.Headers.Add(("authorization", authorization));
        if (dice.Falls(0.08))
            new FrameMutations(dice).Mutate(request);
        if (dice.Falls(0.1))
            new MetadataMutations(dice).Mutate(request);
        return (request, method);
    }

    /// <summary>A message with its prefix (gRPC over HTTP/2: "Length-Prefixed-Message").</summary>
    public static byte[] Frame(byte[] message, byte flag = 0)
    {
        var frame = new byte[PrefixLength + message.Length];
        frame[0] = flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, PrefixLength);
        return frame;
    }
}
