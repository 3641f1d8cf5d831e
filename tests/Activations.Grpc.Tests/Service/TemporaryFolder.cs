namespace Activations.Grpc.Tests.Service;

/// <summary>A folder of a test's own, deleted with all that is in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("activations-");

    /// <summary>The switch that puts the embedded store into the folder.</summary>
    public string StoreSwitch => $"--Activations:Store:Sqlite:Path={Path.Combine(folder.FullName, "activations.db")}";

    /// <summary>The path of a file in it.</summary>
    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    /// <inheritdoc />
    public void Dispose() => folder.Delete(recursive: true);
}
