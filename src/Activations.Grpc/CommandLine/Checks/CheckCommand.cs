using System.Collections.Immutable;
using System.CommandLine;
using Activations.Errors;
using Activations.Grpc.Configuration;
using Activations.Grpc.Hosting;
using Activations.Grpc.Tls;
using Activations.Stores;

namespace Activations.Grpc.CommandLine.Checks;

/// <summary>The command that says what is wrong, and how to mend it.</summary>
internal static class CheckCommand
{
    private static readonly TimeSpan CertificateNotice = TimeSpan.FromDays(14);

    /// <summary><c>check</c>.</summary>
    public static Command Create(ImmutableArray<string> configuration)
    {
        var command = new Command(
            "check",
            """
            Says whether a service with this configuration would start and work, and what to do where not: the configuration,
            the store with its schema version and indexes, the clock, the keys of stored secrets, the files of TLS, the ports.
            Nothing is changed, and a running service is not disturbed.

            A line begins with ok, with warn (it works, but look at it) or with FAIL. Of the end users' secrets it opens those
            of the first and the last 500. The exit code is 0 if nothing failed, else 1.

            Example:
              Activations.Grpc check --Activations:Store:Sqlite:Path=/var/lib/activations.db
            """);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var report = new CheckReport(parsed.InvocationConfiguration.Output);
                await RunAsync(configuration, report, cancellationToken);
                return report.IsGood ? 0 : Commands.Refused;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync("Interrupted.");
                return Commands.Interrupted;
            }
        });
        return command;
    }

    private static async Task RunAsync(
        ImmutableArray<string> configuration, CheckReport report, CancellationToken cancellationToken)
    {
        ActivationsOptions options;
        try
        {
            options = ActivationsHost.ReadOptions([.. configuration]);
            report.Ok("configuration", $"every key is known and has a value that can be used; authentication is '{options.Auth.Mode}'");
        }
        catch (InvalidConfigurationException exception)
        {
            foreach (var problem in exception.Message.Split(Environment.NewLine))
                report.Fail("configuration", problem);
            return;
        }

        try
        {
            await new StoreCheck(options, report).RunAsync(cancellationToken);
        }
        catch (StoreUnavailableException exception)
        {
            report.Fail("store", exception.ForOperator);
        }
        catch (Exception exception) when (exception is ActivationsException or StoreUnusableException)
        {
            report.Fail("store", exception.Message);
        }

        CheckTls(options, report);
        await PortCheck.RunAsync(options, report, cancellationToken);
    }

    private static void CheckTls(ActivationsOptions options, CheckReport report)
    {
        if (!options.Tls.IsOn)
        {
            if (options.IsOnLoopback)
                report.Ok("tls", "off; the service listens on this machine alone");
            else
                report.Warn("tls", "off, and the service listens to other machines: set Activations:Tls:CertificatePath, unless a proxy does TLS");
            return;
        }

        var (material, problems) = TlsMaterial.Load(TlsFiles.Read(options.Tls), options.Tls);
        foreach (var problem in problems)
            report.Fail("tls", problem);
        if (material is null)
            return;
        var (now, end) = (TimeProvider.System.GetUtcNow(), new DateTimeOffset(material.Certificate.NotAfter));
        if (now >= end)
            report.Fail("tls", $"the certificate ended at {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC: put a new one in its file, the service reads it by itself");
        else if (now < new DateTimeOffset(material.Certificate.NotBefore))
            report.Fail("tls", $"the certificate begins at {material.Certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC: look at the clock");
        else if (end - now < CertificateNotice)
            report.Warn("tls", $"the certificate ends at {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC: put a new one in its file, the service reads it by itself");
        else
            report.Ok("tls", $"the files can be read; the certificate ends at {end.UtcDateTime:yyyy-MM-dd} ");
    }
}
