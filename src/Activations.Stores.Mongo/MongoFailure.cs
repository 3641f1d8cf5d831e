using System.Net.Sockets;
using Activations.Errors;
using DnsClient;
using MongoDB.Driver;

namespace Activations.Stores.Mongo;

/// <summary>
/// The one place where the driver's exceptions become the domain's. The messages are for callers: no text of the
/// driver's, no host, nothing of the connection string.
/// </summary>
internal static class MongoFailure
{
    /// <summary>The message where the user or the password is refused.</summary>
    public const string CredentialsRefused = "The database refuses the service's credentials.";

    private const int ObjectTooLarge = 10334;
    private const int Unauthorized = 13;
    private const int ResultTooLarge = 17419;

    // CannotCreateIndex, InvalidOptions, DuplicateKey, CommandNotSupported, InvalidIndexSpecificationOption, NotImplemented
    private static readonly int[] IndexRefused = [67, 72, 11000, 115, 197, 238];

    // IndexOptionsConflict, IndexKeySpecsConflict
    private static readonly int[] IndexInTheWay = [85, 86];

    /// <summary>Calls the driver; what it throws comes out as the domain's exceptions.</summary>
    public static async Task<T> TranslateAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (MongoException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Translate(e);
        }
        catch (FormatException)
        {
            throw TooLarge(); // How the driver refuses to send a document of more than 16 MiB.
        }
        catch (TimeoutException e)
        {
            throw new StoreUnavailableException("The database can't be reached at present.", e);
        }
        catch (DnsResponseException e)
        {
            throw new StoreUnavailableException("The name of the database can't be resolved at present.", e);
        }
        catch (IOException e)
        {
            throw ConnectionLost(e);
        }
        catch (SocketException e)
        {
            throw ConnectionLost(e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw ConnectionLost(e);
        }
    }

    /// <summary>Whether an insert was refused because there is such a document.</summary>
    public static bool IsDuplicateKey(MongoWriteException exception) =>
        exception.WriteError?.Category == ServerErrorCategory.DuplicateKey;

    /// <summary>
    /// Whether a write that failed may have taken place all the same: it was sent, and no answer said that it was refused.
    /// That no connection was to be had is no proof: the driver says so of its first attempt where its second one was lost.
    /// </summary>
    public static bool MayHaveTakenPlace(StoreUnavailableException exception) => exception.InnerException switch
    {
        MongoAuthenticationException => false,
        MongoConnectionException or MongoConnectionPoolPausedException => true,
        MongoNotPrimaryException or MongoNodeIsRecoveringException => true,
        MongoWriteConcernException or MongoWriteException { WriteError: null } => true,
        MongoExecutionTimeoutException => true,
        IOException or SocketException or OperationCanceledException => true,
        MongoException e => e.HasErrorLabel("RetryableWriteError"),
        _ => false,
    };

    /// <summary>What to tell the operator if an index can't be had; null if trying again may help.</summary>
    public static string? FaultOfIndex(MongoCommandException exception) => exception.Code switch
    {
        var code when IndexInTheWay.Contains(code) =>
            "another index of that name, or one on the same fields with other options, is in the way; drop it or rename it",
        var code when IndexRefused.Contains(code) =>
            $"MongoDB refuses it (code {code}); see MongoDB's log for the reason",
        _ => null,
    };

    private static Exception Translate(MongoException exception) => exception switch
    {
        MongoAuthenticationException =>
            new StoreUnavailableException(CredentialsRefused, exception),
        MongoConnectionException => ConnectionLost(exception),
        MongoNotPrimaryException or MongoNodeIsRecoveringException =>
            new StoreUnavailableException("The database has no primary at present.", exception),
        MongoWriteConcernException or MongoWriteException { WriteError: null } =>
            new StoreUnavailableException("A majority of the database did not confirm the write in time.", exception),
        MongoExecutionTimeoutException =>
            new StoreUnavailableException("The database did not answer in time.", exception),
        MongoConnectionPoolPausedException or MongoWaitQueueFullException =>
            new StoreUnavailableException("The database can't be reached at present.", exception),
        MongoConfigurationException =>
            new StoreUnavailableException("What the name server says about the database can't be used.", exception),
        _ => TranslateCode(CodeOf(exception), exception),
    };

    private static Exception TranslateCode(int? code, MongoException exception) => code switch
    {
        ResultTooLarge or ObjectTooLarge => TooLarge(),
        Unauthorized => new StoreUnavailableException("The database denies the service a right that it needs.", exception),
        { } other => new StoreUnavailableException($"The database refused the call (code {other}).", exception),
        null => new StoreUnavailableException("The database could not be used.", exception),
    };

    private static int? CodeOf(MongoException exception) => exception switch
    {
        MongoCommandException e => e.Code,
        MongoWriteException e => e.WriteError.Code,
        _ => null,
    };

    private static StoreUnavailableException ConnectionLost(Exception exception) =>
        new("The connection to the database was lost.", exception);

    /// <summary>MongoDB's own limit of a document, which also counts names and what JSON escapes.</summary>
    private static LimitExceededException TooLarge() => LimitExceededException.User("16 MiB in all");
}
