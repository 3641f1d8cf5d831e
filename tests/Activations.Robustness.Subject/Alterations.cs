using Activations.EndUsers;
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

    /// <summary>The name of a <see cref="Mutant"/>.</summary>
    public const string MutantName = "SUBJECT_MUTANT";

    /// <summary>Replaces what the environment names.</summary>
    public static void Apply(IServiceCollection services)
    {
        if (Environment.GetEnvironmentVariable(ClockFile) is { Length: > 0 } path)
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(new WrongClock(path)));
        if (Environment.GetEnvironmentVariable(MutantName) is { Length: > 0 } name)
            Apply(services, Enum.Parse<Mutant>(name));
    }

    private static void Apply(IServiceCollection services, Mutant mutant)
    {
        DecorateStore(services, store => new MutantStore(store, mutant));
        if (mutant is Mutant.ForgetsTheQueue or Mutant.ForgetsTheVersionCheck)
            services.Replace(ServiceDescriptor.Transient<EndUserChanger, EndUserChanger>());
    }

    private static void DecorateStore(IServiceCollection services, Func<IStore, IStore> decorate)
    {
        var create = services.Single(service => service.ServiceType == typeof(IStore)).ImplementationFactory!;
        services.Replace(ServiceDescriptor.Singleton(provider => decorate((IStore)create(provider))));
    }
}
