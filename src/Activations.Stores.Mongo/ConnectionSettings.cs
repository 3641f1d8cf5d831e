using System.Collections.Immutable;
using System.Globalization;
using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;

namespace Activations.Stores.Mongo;

/// <summary>
/// What is in force of a connection string: its options are followed, but for those that would break a guarantee of the
/// store, which are refused. Where it says nothing, limits hold that the driver does not have.
/// </summary>
internal sealed class ConnectionSettings
{
    private const string Majority = "majority";

    private static readonly TimeSpan DefaultServerSelectionTimeout = TimeSpan.FromSeconds(5);

    // Without a limit, one answer that never comes would hold up all later changes of its user.
    private static readonly TimeSpan DefaultSocketTimeout = TimeSpan.FromSeconds(20);

    // Without a limit, a write would wait for as long as there is no majority; what becomes of it is found out then.
    private static readonly TimeSpan DefaultMajorityTimeout = TimeSpan.FromSeconds(10);

    private static readonly MongoClientSettings OfDriver = new();

    private readonly string text;
    private readonly ConnectionString given;

    /// <summary>Reads a connection string.</summary>
    /// <param name="text">One that the driver can read.</param>
    public ConnectionSettings(string text)
    {
        this.text = text;
        given = new ConnectionString(text);
    }

    /// <summary>What would break a guarantee, and why; null if nothing does. It shows nothing but names of options.</summary>
    public string? Fault => Faults().FirstOrDefault();

    /// <summary>The options that the driver does not know, and so passes over.</summary>
    public ImmutableArray<string> UnknownOptions
    {
        get
        {
            // Behind the last '@', so that no piece of a password is taken for an option.
            var options = text[(text.LastIndexOf('@') + 1)..];
            return [.. given.AllUnknownOptionNames.Where(name => options.Contains($"{name}=", StringComparison.OrdinalIgnoreCase))];
        }
    }

    private TimeSpan ServerSelectionTimeout => given.ServerSelectionTimeout ?? DefaultServerSelectionTimeout;

    private TimeSpan SocketTimeout => given.SocketTimeout ?? DefaultSocketTimeout;

    private TimeSpan MajorityTimeout => given.WTimeout ?? DefaultMajorityTimeout;

    private bool IsLinearizable => given.ReadConcernLevel == ReadConcernLevel.Linearizable;

    private bool RetriesReads => given.RetryReads ?? true;

    private bool RetriesWrites => given.RetryWrites ?? true;

    /// <summary>What the driver is told. With <c>mongodb+srv://</c> the name server is asked.</summary>
    public MongoClientSettings Read()
    {
        var settings = MongoClientSettings.FromConnectionString(text);
        settings.ApplicationName ??= "activations";
        settings.ReadPreference = ReadPreference.Primary; // G1
        settings.ReadConcern = IsLinearizable ? ReadConcern.Linearizable : ReadConcern.Majority; // G1
        settings.WriteConcern = WriteConcern.WMajority.With(journal: true, wTimeout: MajorityTimeout); // G1
        settings.RetryReads = RetriesReads;
        settings.RetryWrites = RetriesWrites;
        settings.ServerSelectionTimeout = ServerSelectionTimeout;
        settings.SocketTimeout = SocketTimeout;
        return settings;
    }

    /// <summary>What is in force, in words; none of the hosts and nothing secret.</summary>
    public ImmutableArray<string> Describe() =>
    [
        $"writes are acknowledged by a majority and journaled, within {Seconds(MajorityTimeout)} (wtimeoutMS); "
        + $"reads come from the primary with {(IsLinearizable ? "linearizable" : Majority)} concern (readConcernLevel)",
        $"the driver repeats {Repeated()} that failed on the way (retryReads, retryWrites)",
        $"connections to each server: {given.MinPoolSize ?? OfDriver.MinConnectionPoolSize} to {given.MaxPoolSize ?? OfDriver.MaxConnectionPoolSize} "
        + $"(minPoolSize, maxPoolSize), {given.MaxConnecting ?? OfDriver.MaxConnecting} made at a time (maxConnecting); "
        + $"a call waits {Seconds(given.WaitQueueTimeout ?? OfDriver.WaitQueueTimeout)} for one (waitQueueTimeoutMS)",
        $"time-outs: {Seconds(given.ConnectTimeout ?? OfDriver.ConnectTimeout)} to connect (connectTimeoutMS), "
        + $"{Seconds(ServerSelectionTimeout)} to find a primary (serverSelectionTimeoutMS), {Seconds(SocketTimeout)} for an answer (socketTimeoutMS)",
    ];

    private IEnumerable<string> Faults()
    {
        if (given.W is not (null or WriteConcern.WMode { Value: Majority }))
            yield return "its option 'w' must be 'majority': a write that fewer servers have can be lost after it was acknowledged";
        if (given.Journal == false)
            yield return "its option 'journal' must be true: a write that is not journaled can be lost after it was acknowledged";
        if (given.ReadConcernLevel is not (null or ReadConcernLevel.Majority or ReadConcernLevel.Linearizable))
            yield return "its option 'readConcernLevel' must be 'majority' or 'linearizable': what others answer may be undone";
        if (given.ReadPreference is not (null or ReadPreferenceMode.Primary))
            yield return "its option 'readPreference' must be 'primary': other servers may lack writes that were acknowledged";
        if (given.AllOptionNames.Contains("timeoutMS", StringComparer.OrdinalIgnoreCase))
            yield return "its option 'timeoutMS' can't be used; give 'socketTimeoutMS' and 'wtimeoutMS'";
        if (SocketTimeout <= TimeSpan.Zero)
            yield return "its option 'socketTimeoutMS' must be more than 0: an answer that never comes would hold up a user's later changes";
        if (MajorityTimeout <= TimeSpan.Zero || MajorityTimeout >= SocketTimeout)
            yield return "its option 'wtimeoutMS' must be more than 0 and less than 'socketTimeoutMS': past the latter, the connection is closed";
    }

    private string Repeated() => (RetriesReads, RetriesWrites) switch
    {
        (true, true) => "reads and writes",
        (true, false) => "reads",
        (false, true) => "writes",
        _ => "nothing",
    };

    private static string Seconds(TimeSpan time) =>
        time <= TimeSpan.Zero ? "for ever" : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
