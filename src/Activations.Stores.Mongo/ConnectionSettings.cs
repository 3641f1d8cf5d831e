using System.Collections.Immutable;
using System.Globalization;
using System.Net;
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

    // The driver's timers and sockets take no more.
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(int.MaxValue);

    // Of the specification of connection strings; the driver does without them.
    private static readonly string[] PassedOver =
    [
        "serverSelectionTryOnce", "tlsAllowInvalidCertificates", "tlsAllowInvalidHostnames", "tlsDisableOCSPEndpointCheck",
        "uuidRepresentation",
    ];

    private readonly string text;
    private readonly ConnectionString given;
    private readonly MongoTls tls;
    private readonly string? faultOfTls;

    /// <summary>Reads a connection string.</summary>
    /// <param name="text">One that the driver can read.</param>
    public ConnectionSettings(string text)
    {
        this.text = text;
        given = new ConnectionString(text);
        (tls, faultOfTls) = MongoTls.Load(given);
    }

    /// <summary>What would break a guarantee, and why; null if nothing does. It shows nothing but names of options.</summary>
    public string? Fault => Faults().FirstOrDefault();

    /// <summary>The hosts as they were given. They are for the operator.</summary>
    public IReadOnlyList<EndPoint> Hosts => given.Hosts;

    /// <summary>The name of the replica set; null if none is given.</summary>
    public string? ReplicaSet => given.ReplicaSet;

    /// <summary>Whether connections are encrypted.</summary>
    public bool UsesTls => given.Tls ?? tls != MongoTls.None;

    /// <summary>What is followed, or passed over, but should be looked at; nothing but names of options.</summary>
    public ImmutableArray<string> Warnings => [.. FoundToWarnOf()];

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
        tls.ApplyTo(settings);
        return settings;
    }

    /// <summary>What is in force, in words; none of the hosts and nothing secret.</summary>
    public ImmutableArray<string> Describe() =>
    [
        $"writes are acknowledged by a majority and journaled, within {Seconds(MajorityTimeout)} (wtimeoutMS); "
        + $"reads come from the primary with {(IsLinearizable ? "linearizable" : Majority)} concern (readConcernLevel)",
        $"the driver repeats {Repeated()} that failed on the way (retryReads, retryWrites)",
        $"connections to each server: {given.MinPoolSize ?? OfDriver.MinConnectionPoolSize} to {MaxPoolSize()} "
        + $"(minPoolSize, maxPoolSize), {given.MaxConnecting ?? OfDriver.MaxConnecting} made at a time (maxConnecting); "
        + $"a call waits {Seconds(given.WaitQueueTimeout ?? OfDriver.WaitQueueTimeout)} for one (waitQueueTimeoutMS)",
        $"time-outs: {Seconds(given.ConnectTimeout ?? OfDriver.ConnectTimeout)} to connect (connectTimeoutMS), "
        + $"{Seconds(ServerSelectionTimeout)} to find a primary (serverSelectionTimeoutMS), {Seconds(SocketTimeout)} for an answer (socketTimeoutMS)",
        $"TLS is {(UsesTls ? $"on, with {tls.Description}" : "off (tls)")}",
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
        foreach (var name in TooLong())
            yield return $"its option '{name}' must not be more than {Longest.TotalMilliseconds} ms";
        if (SocketTimeout <= TimeSpan.Zero)
            yield return "its option 'socketTimeoutMS' must be more than 0: an answer that never comes would hold up a user's later changes";
        if (MajorityTimeout <= TimeSpan.Zero || MajorityTimeout >= SocketTimeout)
            yield return "its option 'wtimeoutMS' must be more than 0 and less than 'socketTimeoutMS': past the latter, the connection is closed";
        foreach (var name in Unknown().Except(PassedOver, StringComparer.OrdinalIgnoreCase))
        {
            yield return name.Equals("compressors", StringComparison.OrdinalIgnoreCase)
                ? $"its option '{name}' names a compressor that is not known; there are snappy, zlib and zstd"
                : $"its option '{name}' is not known: look at its name";
        }

        if (faultOfTls is not null)
            yield return faultOfTls;
    }

    private IEnumerable<string> FoundToWarnOf()
    {
        if (given.TlsInsecure == true)
        {
            yield return "its option 'tlsInsecure' is on: no certificate is verified, so whoever is on the way can read and change "
                + "everything; name your authority in 'tlsCAFile' instead";
        }

        foreach (var name in Unknown().Where(name => PassedOver.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            yield return name.StartsWith("tlsAllow", StringComparison.OrdinalIgnoreCase)
                ? $"its option '{name}' is passed over: with TLS, the server's certificate and its host name are verified all the "
                    + "same; a certificate of your own authority needs 'tlsCAFile'"
                : $"its option '{name}' is passed over";
        }
    }

    private IEnumerable<string> TooLong() =>
        new (string Name, TimeSpan? Time)[]
        {
            ("connectTimeoutMS", given.ConnectTimeout), ("heartbeatFrequencyMS", given.HeartbeatInterval),
            ("heartbeatTimeoutMS", given.HeartbeatTimeout), ("localThresholdMS", given.LocalThreshold),
            ("maxIdleTimeMS", given.MaxIdleTime), ("maxLifeTimeMS", given.MaxLifeTime),
            ("serverSelectionTimeoutMS", given.ServerSelectionTimeout), ("socketTimeoutMS", given.SocketTimeout),
            ("waitQueueTimeoutMS", given.WaitQueueTimeout),
        }.Where(option => option.Time > Longest).Select(option => option.Name);

    /// <summary>The names that nobody knows. An '@' that is not escaped is refused before, so that none is of a password.</summary>
    private IEnumerable<string> Unknown() =>
        given.AllUnknownOptionNames.Except(MongoTls.Options, StringComparer.OrdinalIgnoreCase);

    private string MaxPoolSize() => given.MaxPoolSize switch
    {
        0 => "any number",
        var number => (number ?? OfDriver.MaxConnectionPoolSize).ToString(CultureInfo.InvariantCulture),
    };

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
