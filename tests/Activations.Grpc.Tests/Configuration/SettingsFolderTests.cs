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
        Write("Other__Setting", "not ours");

        var configuration = Read(("Activations:Store:MongoDb:ConnectionString", "mongodb://environment"));

        Assert.Equal("mongodb://files", configuration["Activations:Store:MongoDb:ConnectionString"]);
        Assert.Null(configuration["Other:Setting"]);
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
