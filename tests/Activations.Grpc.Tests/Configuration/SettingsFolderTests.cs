using Activations.Grpc.Configuration;
using Microsoft.Extensions.Configuration;

namespace Activations.Grpc.Tests.Configuration;

/// <summary>The folder with a file for each setting.</summary>
public sealed class SettingsFolderTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("activations-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void A_file_is_a_setting_and_counts_more_than_others()
    {
        Write("Activations__Store__MongoDb__ConnectionString", "mongodb://files\n");
        Write("OTHERS_SECRET", "not ours");

        var configuration = Read(("Activations:Store:MongoDb:ConnectionString", "mongodb://environment"));

        Assert.Equal("mongodb://files", configuration["Activations:Store:MongoDb:ConnectionString"]);
        Assert.Null(configuration["OTHERS_SECRET"]);
    }

    [Fact]
    public void A_mounted_secret_of_Kubernetes_is_read_through_its_links()
    {
        var version = folder.CreateSubdirectory("..2026_01_01_00_00_00.1").FullName;
        File.WriteAllText(Path.Combine(version, "Activations__Secrets__Keys"), "one");
        Directory.CreateSymbolicLink(Path.Combine(folder.FullName, "..data"), version);
        File.CreateSymbolicLink(
            Path.Combine(folder.FullName, "Activations__Secrets__Keys"), Path.Combine("..data", "Activations__Secrets__Keys"));

        Assert.Equal("one", Read()["Activations:Secrets:Keys"]);
    }

    [Fact]
    public void A_misspelt_file_is_refused_as_a_misspelt_setting_is()
    {
        Write("Activations__Secrets__Kyes", "one");

        var problem = Assert.Throws<InvalidConfigurationException>(() => ActivationsConfiguration.Read(Read()));

        Assert.Contains("Activations:Secrets:Kyes is not a setting", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_refused()
    {
        folder.CreateSubdirectory("kept");
        var configuration = new ConfigurationManager { [SettingsFolder.Key] = Path.Combine(folder.FullName, "nothing") };

        var problem = Assert.Throws<InvalidConfigurationException>(() => SettingsFolder.Add(configuration));

        Assert.Contains("is not there", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_in_the_form_of_a_keys_file_or_with_commas()
    {
        Write("Activations__Secrets__Keys", "# of the day\r\n\n  two:b  \r\n# of before\none:a,zero:z\n");

        Assert.Equal("two:b,one:a,zero:z", Read()["Activations:Secrets:Keys"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("# no key\n")]
    public void A_file_that_holds_nothing_is_refused(string text)
    {
        Write("Activations__Secrets__Keys", text);

        Assert.Contains("Activations__Secrets__Keys", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_place_of_a_file_is_refused()
    {
        folder.CreateSubdirectory("Activations__Secrets__Keys");

        Assert.Contains("is a folder", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_is_refused_and_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in its file system.");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(folder.FullName, "Activations__Secrets__Keys")]))
            made.WaitForExit();

        Assert.Contains("is empty, or no file", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_nothing_is_refused()
    {
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "Activations__Secrets__Keys"), "nothing");

        Assert.Contains("can't be read", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Activation__Secrets__Keys")]
    [InlineData("Activations:Secrets:Keys")]
    public void What_looks_like_a_setting_and_is_none_of_this_service_is_refused(string name)
    {
        Write(name, "a:secret");

        var said = Refusal();

        Assert.Contains($"The file {name} ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("a:secret", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_platform_keeps_there_is_passed_over()
    {
        folder.CreateSubdirectory("lost+found");
        folder.CreateSubdirectory("..2026_01__01");
        Write(".Activations__Secrets__Keys.swp", "one");

        Assert.Null(Read()["Activations:Secrets:Keys"]);
    }

    private string Refusal() => Assert.Throws<InvalidConfigurationException>(() => Read()).Message;

    private ConfigurationManager Read(params (string Key, string Value)[] others)
    {
        var configuration = new ConfigurationManager { [SettingsFolder.Key] = folder.FullName };
        foreach (var (key, value) in others)
            configuration[key] = value;
        SettingsFolder.Add(configuration);
        return configuration;
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);
}
