using System.Collections.Immutable;

namespace Activations.Processes;

/// <summary>What a service process is started with.</summary>
/// <param name="Folder">The folder it runs in.</param>
internal sealed record ServiceLaunch(string Folder)
{
    /// <summary>The assembly that is run, beside the tests' own.</summary>
    public string Program { get; init; } = "Activations.Grpc.dll";

    /// <summary>A program that runs by itself, such as one that was published; it is run instead.</summary>
    public string? Executable { get; init; }

    /// <summary>Its command line.</summary>
    public string[] Args { get; init; } = [];

    /// <summary>What is set in its environment beside that of the tests.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;
}
