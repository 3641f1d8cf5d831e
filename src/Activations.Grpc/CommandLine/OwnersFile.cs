namespace Activations.Grpc.CommandLine;

/// <summary>A file of records or of what is wrong with them, which only the user that runs the command can read.</summary>
internal static class OwnersFile
{
    /// <summary>How it is opened to be written.</summary>
    /// <param name="mode">Whether it may be there.</param>
    public static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
