using System.Collections.Immutable;
using Activations.Access;
using Activations.Identifiers;
using Activations.V1;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace Activations.Grpc.Mapping;

/// <summary>An API key as it is asked for.</summary>
/// <param name="Name">A name for people.</param>
/// <param name="OrganisationId">The organisation it is for.</param>
/// <param name="HubIds">The hubs it is for, each once; none for all of the organisation.</param>
/// <param name="Scopes">What it may be used for.</param>
/// <param name="ExpiresAt">When it ends, if it does.</param>
internal sealed record ApiKeyDraft(
    string Name,
    OrganisationId OrganisationId,
    ImmutableArray<HubId> HubIds,
    KeyScopes Scopes,
    DateTimeOffset? ExpiresAt);

/// <summary>Reads what API keys are asked for.</summary>
internal static class ApiKeyRequests
{
    private const int MaxHubs = 100;
    private const int MaxNanos = 999_999_999;

    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>A key that is to be made.</summary>
    public static ApiKeyDraft ToDraft(CreateApiKeyRequest request, DateTimeOffset now, RequestReader reader) => new(
        reader.Name(request.Name, "name"),
        reader.Id<OrganisationId>(request.OrganisationId, "organisationId"),
        [.. reader.Ids<HubId>(request.HubIds, "hubIds", MaxHubs).Distinct()],
        ReadScopes(request.Scopes, reader),
        ReadEnd(request.ExpiresAt, now, reader));

    private static KeyScopes ReadScopes(RepeatedField<string> names, RequestReader reader)
    {
        if (names.Count == 0)
            reader.Violations.Add("scopes", "is required");
        var scopes = KeyScopes.None;
        foreach (var (index, name) in names.Index())
        {
            var scope = KeyScopeNames.Parse(name);
            if (scope == KeyScopes.None)
                reader.Violations.Add(FieldPath.Item("scopes", index), $"must be one of {string.Join(", ", KeyScopeNames.All)}");
            else if (scopes.HasFlag(scope))
                reader.Violations.Add(FieldPath.Item("scopes", index), $"has '{name}' a second time");
            scopes |= scope;
        }

        return scopes;
    }

    private static DateTimeOffset? ReadEnd(Timestamp? end, DateTimeOffset now, RequestReader reader)
    {
        if (end is null)
            return null;
        if (end.Seconds > LastSecond || end.Nanos is < 0 or > MaxNanos)
            reader.Violations.Add("expiresAt", "must be a time of the years 1 to 9999 (RFC 3339)");
        else if (end.Seconds < 0 || ToTheMillisecond(end) <= now)
            reader.Violations.Add("expiresAt", "must be in the future");
        else
            return ToTheMillisecond(end);
        return null;
    }

    private static DateTimeOffset ToTheMillisecond(Timestamp time) =>
        DateTimeOffset.FromUnixTimeSeconds(time.Seconds).AddMilliseconds(time.Nanos / 1_000_000);
}
