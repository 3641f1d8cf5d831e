using Activations.Grpc.CommandLine;

namespace Activations.Grpc.Tests.CommandLine;

/// <summary>Taking command lines apart.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData("keys list --Activations:Http:Port=80", "--Activations:Http:Port=80", "keys list")]
    [InlineData("--Activations:Http:Port 80 keys list", "--Activations:Http:Port 80", "keys list")]
    [InlineData("keys --A:B=c=d:e list --demo", "--A:B=c=d:e", "keys list --demo")]
    [InlineData("keys create --name=a:b --name a:b", "", "keys create --name=a:b --name a:b")]
    [InlineData("--A:B", "--A:B", "")]
    [InlineData("", "", "")]
    public void Keys_of_the_configuration_may_stand_anywhere(string line, string configuration, string command)
    {
        var words = Words.Of(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((configuration, command), (string.Join(' ', words.Configuration), string.Join(' ', words.Command)));
    }
}
