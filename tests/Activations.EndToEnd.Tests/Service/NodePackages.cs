namespace Activations.EndToEnd.Tests.Service;

/// <summary>The Node programs of <c>tests/node</c> and the packages that they need.</summary>
internal static class NodePackages
{
    /// <summary>Where the programs are.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "node");

    /// <summary>Skips the test where there is no Node, or one of the packages is not installed.</summary>
    public static void Require(params ReadOnlySpan<string> packages)
    {
        if (Shell.Find("node") is null)
            Assert.Skip("No Node at hand: install it, and then the packages of tests/node, as .ci/run does.");
        foreach (var package in packages)
        {
            if (!Directory.Exists(Path.Combine(Folder, "node_modules", package)))
                Assert.Skip("The packages of tests/node are not installed: npm install --prefix tests/node --no-package-lock");
        }
    }
}
