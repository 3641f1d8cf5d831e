using Activations.Stores.Mongo;
using MongoDB.Driver;

namespace Activations.Stores.Tests.Mongo;

/// <summary>What becomes of the options of a connection string. No server is needed.</summary>
public sealed class ConnectionSettingsTests
{
    private const string Password = "s3cr3t-marker";

    [Fact]
    public void Where_the_string_says_nothing_the_guarantees_and_limits_hold()
    {
        var settings = Read("");

        Assert.Equal(WriteConcern.WMajority.With(journal: true, wTimeout: TimeSpan.FromSeconds(10)), settings.WriteConcern);
        Assert.Equal((ReadConcern.Majority, ReadPreference.Primary), (settings.ReadConcern, settings.ReadPreference));
        Assert.Equal((true, true), (settings.RetryReads, settings.RetryWrites));
        Assert.Equal((5, 20), (settings.ServerSelectionTimeout.TotalSeconds, settings.SocketTimeout.TotalSeconds));
    }

    [Fact]
    public void The_strings_own_options_are_followed()
    {
        var settings = Read(
            "?w=majority&journal=true&wtimeoutMS=4000&readConcernLevel=linearizable&readPreference=primary&retryReads=false"
            + "&retryWrites=false&minPoolSize=3&maxPoolSize=30&maxConnecting=4&waitQueueTimeoutMS=6000&connectTimeoutMS=7000"
            + "&serverSelectionTimeoutMS=8000&socketTimeoutMS=9000");

        Assert.Equal(WriteConcern.WMajority.With(journal: true, wTimeout: TimeSpan.FromSeconds(4)), settings.WriteConcern);
        Assert.Equal((ReadConcern.Linearizable, ReadPreference.Primary), (settings.ReadConcern, settings.ReadPreference));
        Assert.Equal((false, false), (settings.RetryReads, settings.RetryWrites));
        Assert.Equal((3, 30, 4), (settings.MinConnectionPoolSize, settings.MaxConnectionPoolSize, settings.MaxConnecting));
        Assert.Equal((6, 7), (settings.WaitQueueTimeout.TotalSeconds, settings.ConnectTimeout.TotalSeconds));
        Assert.Equal((8, 9), (settings.ServerSelectionTimeout.TotalSeconds, settings.SocketTimeout.TotalSeconds));
    }

    [Theory]
    [InlineData("w=0", "'w'")]
    [InlineData("w=1", "'w'")]
    [InlineData("w=3", "'w'")]
    [InlineData("w=twoCentres", "'w'")]
    [InlineData("journal=false", "'journal'")]
    [InlineData("w=majority&journal=false", "'journal'")]
    [InlineData("readConcernLevel=local", "'readConcernLevel'")]
    [InlineData("readConcernLevel=available", "'readConcernLevel'")]
    [InlineData("readConcernLevel=snapshot", "'readConcernLevel'")]
    [InlineData("readPreference=secondary", "'readPreference'")]
    [InlineData("readPreference=primaryPreferred", "'readPreference'")]
    [InlineData("readPreference=nearest", "'readPreference'")]
    [InlineData("timeoutMS=5000", "'timeoutMS'")]
    [InlineData("socketTimeoutMS=0", "'socketTimeoutMS'")]
    [InlineData("wtimeoutMS=0", "'wtimeoutMS'")]
    [InlineData("wtimeoutMS=20000", "'wtimeoutMS'")]
    public void An_option_that_would_break_a_guarantee_is_refused_by_its_name(string options, string name)
    {
        foreach (var scheme in new[] { "mongodb", "mongodb+srv" })
        {
            var refused = Assert.Throws<StoreUnusableException>(() => Open(options, scheme));

            Assert.Contains(name, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Password, refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("mongodb")]
    [InlineData("mongodb+srv")]
    public async Task What_is_in_force_is_told_without_hosts_and_secrets(string scheme)
    {
        await using var store = Open("maxPoolSize=30&wtimeoutMS=2500&retryWrites=false&maxPoolsSize=7", scheme);

        var told = string.Join('\n', store.ConnectionSettings);
        foreach (var expected in new[] { "within 2.5 s (wtimeoutMS)", "repeats reads that", "0 to 30", "2 made at a time", "20 s for an answer" })
            Assert.Contains(expected, told, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, told, StringComparison.Ordinal);
        Assert.DoesNotContain("example", told, StringComparison.Ordinal);
        Assert.Equal(["maxPoolsSize"], store.UnknownOptions);
    }

    private static MongoStore Open(string options, string scheme) => new(
        new MongoStoreOptions { ConnectionString = $"{scheme}://me:{Password}@db.example.com/?{options}" }, TimeProvider.System);

    private static MongoClientSettings Read(string options)
    {
        var settings = new ConnectionSettings($"mongodb://db.example.com/{options}");
        Assert.Null(settings.Fault);
        return settings.Read();
    }
}
