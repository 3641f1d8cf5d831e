using Activations.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Activations.Robustness.Subject;

/// <summary>
/// What the robustness suite alters in the service: this program is the service itself, composed by the same code, with
/// some of its parts replaced as variables of the environment say. None of it is part of the service that is released.
/// </summary>
internal static class Alterations
{
    /// <summary>The path of a file that says by how many seconds the clock is wrong; read whenever the time is.</summary>
    public const string ClockFile = "SUBJECT_CLOCK_FILE";

    /// <summary>How many writes of end users the store does at once, and the milliseconds that each takes: such as <c>4,20</c>.</summary>
    public const string StoreCapacity = "SUBJECT_STORE_CAPACITY";

    /// <summary>The path of a file: while it is there, a store of a small capacity does nothing.</summary>
    public const string StoreHoldFile = "SUBJECT_STORE_HOLD_FILE";

    /// <summary>Replaces what the environment names.</summary>
    public static void Apply(IServiceCollection services)
    {
        if (Environment.GetEnvironmentVariable(ClockFile) is { Length: > 0 } path)
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new WrongClock(path)));
        if (Environment.GetEnvironmentVariable(StoreCapacity) is { Length: > 0 } capacity)
        {
            PutInFront(
                services, store => new SmallStore(store, capacity, Environment.GetEnvironmentVariable(StoreHoldFile)));
        }
    }

    private static void PutInFront(IServiceCollection services, Func<IStore, IStore> decorate)
    {
        var create = services.Last(service => service.ServiceType == typeof(IStore)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton(provider => decorate((IStore)create(provider))));
    }
}
