namespace Activations.Grpc.Limits;

/// <summary>
/// Marks the endpoints of health, which are asked about a service that has too much to do, and whose watchers stay: no
/// limit holds for them.
/// </summary>
internal sealed class Unlimited
{
    /// <summary>The mark.</summary>
    public static readonly Unlimited Mark = new();

    private Unlimited()
    {
    }

    /// <summary>Whether a call is for such an endpoint.</summary>
    public static bool Is(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Unlimited>() is not null;
}
