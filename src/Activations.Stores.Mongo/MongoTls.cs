using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;

namespace Activations.Stores.Mongo;

/// <summary>The standard options of TLS that the driver does not know: authorities of one's own, and a client certificate.</summary>
internal sealed class MongoTls
{
    /// <summary>The names of these options.</summary>
    public static readonly string[] Options = [AuthorityOption, CertificateOption, PasswordOption];

    private const string AuthorityOption = "tlsCAFile";
    private const string CertificateOption = "tlsCertificateKeyFile";
    private const string PasswordOption = "tlsCertificateKeyFilePassword";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2Collection? authorities;
    private readonly X509Certificate2? certificate;

    private MongoTls(X509Certificate2Collection? authorities, X509Certificate2? certificate)
    {
        this.authorities = authorities;
        this.certificate = certificate;
    }

    /// <summary>Nothing of the driver's is replaced.</summary>
    public static MongoTls None { get; } = new(null, null);

    /// <summary>What there is, in words.</summary>
    public string Description =>
        (authorities is null ? "the system's authorities" : $"the authorities of {AuthorityOption} alone")
        + (certificate is null ? ", no client certificate" : $", the client certificate of {CertificateOption}");

    /// <summary>Reads the files; what is wrong is said without the password.</summary>
    public static (MongoTls Tls, string? Fault) Load(ConnectionString given)
    {
        var names = Options.Where(name => given.GetOption(name) is not null).ToList();
        if (names.Count == 0)
            return (None, null);
        if (given.Tls == false)
            return (None, $"its option '{names[0]}' needs TLS, which 'tls=false' turns off");
        if (names is [PasswordOption] or [AuthorityOption, PasswordOption])
            return (None, $"its option '{PasswordOption}' needs '{CertificateOption}'");

        var authorities = Read(given, AuthorityOption, LoadAuthorities);
        var certificate = Read(given, CertificateOption, pem => LoadCertificate(pem, given.GetOption(PasswordOption)));
        return (new MongoTls(authorities.Content, certificate.Content), authorities.Fault ?? certificate.Fault);
    }

    /// <summary>Tells the driver.</summary>
    public void ApplyTo(MongoClientSettings settings)
    {
        if (authorities is null && certificate is null)
            return;

        settings.UseTls = true;
        var ssl = settings.SslSettings?.Clone() ?? new SslSettings();
        if (certificate is not null)
            ssl.ClientCertificates = [certificate];
        if (authorities is not null && !settings.AllowInsecureTls)
            ssl.ServerCertificateValidationCallback = IsTrusted;
        settings.SslSettings = ssl;
    }

    private static (T? Content, string? Fault) Read<T>(ConnectionString given, string option, Func<string, T> load)
        where T : class
    {
        if (given.GetOption(option) is not { } path)
            return (null, null);
        try
        {
            return (load(File.ReadAllText(path)), null);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, $"its option '{option}' names the file '{path}', which is not there");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, $"its option '{option}' names the file '{path}', which can't be read ({exception.GetType().Name})");
        }
        catch (CryptographicException)
        {
            return (null, $"its option '{option}' names the file '{path}', {Expected(option)}");
        }
    }

    private static string Expected(string option) => option == AuthorityOption
        ? "which is not PEM with the certificates of authorities"
        : $"which is not PEM with a certificate and its key (PKCS #8 if encrypted), or '{PasswordOption}' does not open the key";

    private static X509Certificate2Collection LoadAuthorities(string pem)
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPem(pem);
        return found.Count > 0 ? found : throw new CryptographicException("There is no certificate.");
    }

    private static X509Certificate2 LoadCertificate(string pem, string? password)
    {
        using var found = pem.Contains("ENCRYPTED PRIVATE KEY", StringComparison.Ordinal)
            ? X509Certificate2.CreateFromEncryptedPem(pem, pem, password)
            : X509Certificate2.CreateFromPem(pem, pem);
        // Windows can't show a certificate whose key is in memory alone.
        return X509CertificateLoader.LoadPkcs12(found.Export(X509ContentType.Pkcs12), password: null);
    }

    /// <summary>Whether the server's certificate is of one of the authorities, and for its host; what is wrong is thrown.</summary>
    private bool IsTrusted(object sender, X509Certificate? shown, X509Chain? sent, SslPolicyErrors errors)
    {
        if (shown is not X509Certificate2 server || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            throw new AuthenticationException("the server shows no certificate");
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            throw new AuthenticationException("the server's certificate is for another host");

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (sent is not null)
            chain.ChainPolicy.ExtraStore.AddRange(sent.ChainPolicy.ExtraStore);
        if (chain.Build(server))
            return true;
        var faults = string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct());
        throw new AuthenticationException($"the server's certificate is not valid by the authorities of '{AuthorityOption}' ({faults})");
    }
}
