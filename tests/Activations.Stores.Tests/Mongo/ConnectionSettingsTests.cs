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
        await using var store = Open("maxPoolSize=30&wtimeoutMS=2500&retryWrites=false", scheme);

        var told = string.Join('\n', store.ConnectionSettings);
        foreach (var expected in new[] { "within 2.5 s (wtimeoutMS)", "repeats reads that", "0 to 30", "2 made at a time", "20 s for an answer" })
            Assert.Contains(expected, told, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, told, StringComparison.Ordinal);
        Assert.DoesNotContain("example", told, StringComparison.Ordinal);
        Assert.Empty(store.Warnings);
    }

    [Theory]
    [InlineData("serverSelectionTimeoutMS=-1", "'serverSelectionTimeoutMS'")]
    [InlineData("maxIdleTimeMS=-1", "'maxIdleTimeMS'")]
    [InlineData("maxLifeTimeMS=-1", "'maxLifeTimeMS'")]
    [InlineData("minPoolSize=-1", "'minPoolSize'")]
    [InlineData("maxPoolSize=-1", "'maxPoolSize'")]
    [InlineData("maxConnecting=0", "'maxConnecting'")]
    [InlineData("connectTimeoutMS=-2", "'connectTimeoutMS'")]
    [InlineData("waitQueueTimeoutMS=-2", "'waitQueueTimeoutMS'")]
    [InlineData("heartbeatFrequencyMS=-1", "'heartbeatFrequencyMS'")]
    [InlineData("localThresholdMS=-2", "'localThresholdMS'")]
    [InlineData("socketTimeoutMS=99999999999", "'socketTimeoutMS'")]
    [InlineData("serverSelectionTimeoutMS=99999999999", "'serverSelectionTimeoutMS'")]
    [InlineData("maxIdleTimeMS=1e300", "'maxIdleTimeMS'")]
    [InlineData("tsl=true", "'tsl'")]
    [InlineData("maxPoolsSize=7", "'maxPoolsSize'")]
    [InlineData("compressors=foo", "'compressors' names a compressor")]
    public void An_option_that_cannot_be_used_is_refused_by_its_name(string options, string name)
    {
        foreach (var scheme in new[] { "mongodb", "mongodb+srv" })
        {
            var refused = Assert.Throws<StoreUnusableException>(() => Open(options, scheme));

            Assert.Contains(name, refused.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Password, refused.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("mongodb+srv://me:s3cr3t-marker@127.0.0.1/", "must be a name")]
    [InlineData("mongodb://me:12/?s3cr3t-marker=a@db.example.com/", "percent-encoded")]
    [InlineData("mongodb://me:12/s3cr3t-marker@db.example.com/", "percent-encoded")]
    public void No_piece_of_a_password_is_taken_for_something_else(string text, string expected)
    {
        var refused = Assert.Throws<StoreUnusableException>(
            () => new MongoStore(new MongoStoreOptions { ConnectionString = text }, TimeProvider.System));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("marker", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tlsInsecure=true", "'tlsInsecure' is on")]
    [InlineData("tlsAllowInvalidCertificates=true", "'tlsAllowInvalidCertificates' is passed over")]
    [InlineData("serverSelectionTryOnce=false", "'serverSelectionTryOnce' is passed over")]
    public async Task What_is_passed_over_or_dangerous_is_warned_of(string options, string expected)
    {
        await using var store = Open(options, "mongodb");

        Assert.Contains(expected, Assert.Single(store.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pool_without_a_limit_is_called_so()
    {
        await using var store = Open("maxPoolSize=0", "mongodb");

        Assert.Contains(store.ConnectionSettings, told => told.Contains("0 to any number", StringComparison.Ordinal));
        Assert.Equal(int.MaxValue, Read("?maxPoolSize=0").MaxConnectionPoolSize);
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
