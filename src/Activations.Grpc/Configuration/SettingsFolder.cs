using Microsoft.Extensions.Configuration.KeyPerFile;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.FileProviders.Physical;

namespace Activations.Grpc.Configuration;

/// <summary>
/// A folder with a file for each setting, such as <c>Activations__Secrets__Keys</c>: how Docker, Kubernetes and systemd hand
/// secrets over, so that they are in no environment and on no command line.
/// </summary>
internal static class SettingsFolder
{
    /// <summary>The setting that names it.</summary>
    public const string Key = $"{ActivationsOptions.Section}:SettingsFolder";

    private const string Prefix = $"{ActivationsOptions.Section}__";

    /// <summary>Adds the settings of the folder, which count more than all others; nothing where none is named.</summary>
    /// <exception cref="InvalidConfigurationException">The folder or a file in it can't be read.</exception>
    public static void Add(ConfigurationManager configuration)
    {
        if (string.IsNullOrEmpty(configuration[Key]))
            return;
        var path = Path.GetFullPath(configuration[Key]!);
        if (!Directory.Exists(path))
            throw new InvalidConfigurationException([$"{Key} names a folder that is not there."]);
        try
        {
            configuration.Sources.Add(new KeyPerFileConfigurationSource
            {
                // Kubernetes keeps its versions of a mounted secret beside it, under names that begin with a dot.
                FileProvider = new PhysicalFileProvider(path, ExclusionFilters.Sensitive),
                IgnoreCondition = name => !name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase),
                Optional = false,
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The message names the file, never what is in it.
            throw new InvalidConfigurationException([$"{Key} names a folder with a file that can't be read: {exception.Message}"]);
        }
    }
}
