using System.Globalization;

namespace Activations.Grpc.Configuration;

/// <summary>The section <c>Activations:Limits</c>: how much the service takes on.</summary>
internal sealed class LimitsOptions
{
    private const int BytesInKibibyte = 1024;
    private const int BytesInMebibyte = 1024 * BytesInKibibyte;

    /// <summary>The most bytes of a REST body and of a gRPC message, 1 KiB–64 MiB.</summary>
    public int MaxBodyBytes { get; init; } = 4 * BytesInMebibyte;

    /// <summary>The most calls at once; 0 sets no limit.</summary>
    public int MaxConcurrentCalls { get; init; } = 1000;

    /// <summary>How many calls a caller may make in a second, on average; 0 sets no limit.</summary>
    public double RequestsPerSecond { get; init; }

    /// <summary>How many calls a caller who was quiet may make at once.</summary>
    public int Burst { get; init; }

    /// <summary>How long a call may take that says nothing about it.</summary>
    public TimeSpan DefaultDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call may take, whatever it says.</summary>
    public TimeSpan MaxDeadline { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The most bytes of a body, for people: such as "4 MiB".</summary>
    public string MaxBodyText => MaxBodyBytes switch
    {
        var bytes when bytes % BytesInMebibyte == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes / BytesInMebibyte} MiB"),
        var bytes when bytes % BytesInKibibyte == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes / BytesInKibibyte:N0} KiB"),
        var bytes => string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes"),
    };
}
