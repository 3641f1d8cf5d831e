using Activations.Access;
using Activations.Identifiers;
using Activations.Stores;
using Activations.Time;

namespace Activations.Grpc.Demo;

/// <summary>The API key that the demo calls with where callers authenticate. It ends after a day.</summary>
internal static class DemoApiKey
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);

    /// <summary>Makes one for the demo's organisation.</summary>
    /// <exception cref="Activations.Errors.StoreUnavailableException">The store can't be reached.</exception>
    public static async Task<ApiKeyText> CreateAsync(IServiceProvider services)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNowToTheMillisecond();
        var text = ApiKeyText.Create(services.GetRequiredService<IIdSource>().Next<ApiKeyId>());
        await services.GetRequiredService<IStore>().ApiKeys.AddAsync(
            new ApiKey
            {
                Id = text.Id,
                Name = "Demo",
                OrganisationId = DemoCatalogue.Organisation,
                HubIds = [],
                Scopes = KeyScopes.Read | KeyScopes.Write,
                Hash = text.Hash,
                CreatedAt = now,
                ExpiresAt = now + Life,
            },
            CancellationToken.None);
        return text;
    }
}
