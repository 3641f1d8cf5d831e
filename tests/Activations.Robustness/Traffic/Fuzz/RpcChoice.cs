using System.Collections.Concurrent;
using Google.Protobuf.Reflection;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>Chooses which RPC is called, by the weights.</summary>
internal static class RpcChoice
{
    private static readonly ConcurrentDictionary<MethodDescriptor[], double> Totals = new();

    /// <summary>One of some RPCs.</summary>
    public static MethodDescriptor Of(MethodDescriptor[] methods, Dice dice)
    {
        var total = Totals.GetOrAdd(methods, static all => all.Sum(Rpcs.WeightOf));
        var place = dice.Below(1_000_000) * total / 1_000_000;
        foreach (var method in methods)
        {
            place -= Rpcs.WeightOf(method);
            if (place < 0)
                return method;
        }

        return methods[^1];
    }
}
