using Activations.Grpc.Configuration;
using Activations.Grpc.Demo;
using Microsoft.Extensions.Configuration;

namespace Activations.Grpc.Tests.Configuration;

public sealed class SecretsOptionsTests : IDisposable
{
    private static readonly string Bytes = Convert.ToBase64String([.. Enumerable.Range(100, 32).Select(i => (byte)i)]);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("activations-");

    public static TheoryData<string> BadKeys =>
    [
        "a", "a:", $":{Bytes}", $"{Bytes}:a", $"a b:{Bytes}", $"a:{Bytes}:b", $"a:{Bytes[..^4]}", $"a:{Bytes}AAAA",
        $"a:{Convert.ToBase64String(new byte[31])}", $"a:{Convert.ToBase64String(new byte[33])}",
        $"{new string('a', 33)}:{Bytes}", "a:not base64 at all",
    ];

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Without_keys_there_are_none() => Assert.Null(Read([]).Secrets.Keys.Active);

    [Fact]
    public void Keys_are_a_list_or_one_text_with_commas_the_first_active()
    {
        Assert.Equal("b, a", Read([("Keys:0", $"b:{Bytes}"), ("Keys:1", $"a:{Bytes}")]).Secrets.Keys.ToString());
        Assert.Equal("b, a", Read([("Keys", $" b:{Bytes}, a:{Bytes},")]).Secrets.Keys.ToString());
    }

    [Fact]
    public void Keys_are_the_lines_of_a_file_but_for_comments_and_blank_ones()
    {
        var keys = Read([("KeysFile", Write($"# a comment\n\n b:{Bytes}\r\na:{Bytes}"))]).Secrets.Keys;

        Assert.Equal("b, a", keys.ToString());
    }

    [Fact]
    public void A_link_to_a_file_is_followed()
    {
        var link = Path.Combine(folder.FullName, "link");
        File.CreateSymbolicLink(link, Write($"a:{Bytes}"));

        Assert.Equal("a", Read([("KeysFile", link)]).Secrets.Keys.ToString());
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_file_that_others_have_rights_to_is_refused(UnixFileMode more)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        var path = Write($"a:{Bytes}");
#pragma warning disable CA1416 // skipped there
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);
#pragma warning restore CA1416

        Assert.Contains("chmod 600", Refuse([("KeysFile", path)]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_or_holds_no_key_is_refused()
    {
        Assert.Contains("is not there", Refuse([("KeysFile", Path.Combine(folder.FullName, "nothing"))]), StringComparison.Ordinal);
        Assert.Contains("without a key", Refuse([("KeysFile", Write("# none"))]), StringComparison.Ordinal);
        Assert.Contains("can't be read", Refuse([("KeysFile", folder.FullName)]), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_and_a_file_together_are_refused() => Assert.Contains(
        "not both", Refuse([("Keys", $"a:{Bytes}"), ("KeysFile", Write($"a:{Bytes}"))]), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(BadKeys))]
    public void A_bad_key_is_named_by_its_place_and_never_shown(string key)
    {
        var inText = Refuse([("Keys", $"good:{Bytes},{key}")]);
        var inFile = Refuse([("KeysFile", Write($"good:{Bytes}\n{key}"))]);

        Assert.StartsWith("Activations:Secrets:Keys, key 2, must be", inText, StringComparison.Ordinal);
        Assert.StartsWith("Activations:Secrets:KeysFile, line 2, must be", inFile, StringComparison.Ordinal);
        foreach (var text in new[] { inText, inFile })
        {
            Assert.DoesNotContain(Bytes[..20], text, StringComparison.Ordinal);
            Assert.DoesNotContain("good", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_id_that_is_there_twice_is_refused() => Assert.Contains(
        "key 2, has the id of an earlier key", Refuse([("Keys", $"a:{Bytes},a:{Bytes}")]), StringComparison.Ordinal);

    [Fact]
    public void The_demo_makes_a_key_beside_its_database_and_takes_it_again()
    {
        var path = Path.Combine(folder.FullName, "new", "demo.db");
        ActivationsOptions Options() => new() { Store = new StoreOptions { Sqlite = new SqliteOptions { Path = path } } };
        var (first, second) = (Options(), Options());

        Assert.Equal($"{path}.key", DemoSecretsKey.Provide(first)?.Path);
        var text = File.ReadAllText($"{path}.key");
        DemoSecretsKey.Provide(second);

        Assert.Equal("demo", second.Secrets.Keys.Active?.Id);
        Assert.Equal(text, File.ReadAllText($"{path}.key"));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{path}.key"));
    }

    [Fact]
    public void Of_many_demos_that_make_a_key_at_once_one_does()
    {
        var path = Path.Combine(folder.FullName, "demo.key");

        Parallel.For(0, 32, _ => KeysFile.EnsureExists(path));

        Assert.Equal([path], Directory.GetFiles(folder.FullName));
    }

    [Fact]
    public void The_demo_makes_no_key_where_one_is_configured()
    {
        var options = Read([("Keys", $"a:{Bytes}")]);

        Assert.Null(DemoSecretsKey.Provide(options));
        Assert.Equal("a", options.Secrets.Keys.ToString());
    }

    private static ActivationsOptions Read((string Key, string Value)[] secrets) => ActivationsConfiguration.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(secrets.Select(s => KeyValuePair.Create($"Activations:Secrets:{s.Key}", (string?)s.Value)))
            .Build());

    private static string Refuse((string Key, string Value)[] secrets) =>
        Assert.Throws<InvalidConfigurationException>(() => Read(secrets)).Message;

    private string Write(string text)
    {
        var path = Path.Combine(folder.FullName, $"{Guid.NewGuid():N}");
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }
}
