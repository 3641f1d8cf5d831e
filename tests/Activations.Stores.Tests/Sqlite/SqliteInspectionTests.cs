using Activations.Processes;
using Activations.Stores.Sqlite;

namespace Activations.Stores.Tests.Sqlite;

/// <summary>What is found out of the place of a database before a service starts on it.</summary>
public sealed class SqliteInspectionTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.db")]
    [InlineData("not/yet/there/a.db")]
    public void A_place_where_the_service_can_make_its_file_is_well_and_nothing_is_left_there(string name)
    {
        Assert.Equal(new SqliteInspection(null, null), SqliteInspection.Of(Path.Combine(folder.Path, name)));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_folder_is_no_database() => Assert.Equal("it is a folder, not a file", SqliteInspection.Of(folder.Path).Problem);

    [Fact]
    public void A_file_is_no_folder()
    {
        var file = Path.Combine(folder.Path, "song");
        File.WriteAllText(file, "la la la");

        Assert.Equal($"'{file}' is a file, not a folder", SqliteInspection.Of(Path.Combine(file, "a.db")).Problem);
    }

    [Fact]
    public void A_folder_that_takes_no_files_is_found()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has /proc, where nobody can make files.");

        Assert.Contains("no file can be made in the folder '/proc'", SqliteInspection.Of("/proc/x/a.db").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_the_right_to_write_is_found()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Assert.Skip("A privileged user may write everywhere, and Windows has other rights.");
            return;
        }

        var closed = Directory.CreateDirectory(Path.Combine(folder.Path, "closed"));
        File.SetUnixFileMode(closed.FullName, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var found = SqliteInspection.Of(Path.Combine(closed.FullName, "a.db"));

        Assert.Contains("this user has no right to", found.Problem, StringComparison.Ordinal);
    }
}
