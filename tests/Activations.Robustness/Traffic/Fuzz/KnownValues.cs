using Activations.V1;
using Google.Protobuf;

namespace Activations.Robustness.Traffic.Fuzz;

/// <summary>
/// Values that mean something to the service: those of the demo catalogue, which stay, and those that its answers told of,
/// which the calls may take away. A call names a place; what stands there changes as the calls go on.
/// </summary>
internal sealed class KnownValues
{
    private const int LearntPlaces = 24;

    private readonly Dictionary<string, string[]> fixedValues = new()
    {
        ["hub_id"] = ["01J0DEM0HVB000000000000001"],
        ["organisation_id"] = ["01J0DEM00RG000000000000001"],
        ["connector_id"] = ["01J0DEM0C0N000000000000001", "01J0DEM0C0N000000000000002"],
        ["integration_id"] = ["01J0DEM01NT000000000000003", "01J0DEM01NT000000000000001", "01J0DEM01NT000000000000002"],
        ["template_id"] = ["01J0DEM0TMP000000000000004", "01J0DEM0TMP000000000000001", "01J0DEM0TMP000000000000002"],
        ["connection_id"] = ["01J0DEM0CNX000000000000003", "01J0DEM0CNX000000000000001", "01J0DEM0CNX000000000000002"],
        ["external_id"] = [.. Enumerable.Range(0, 30).Select(i => $"fuzz-{i}"), "demo-user", "second-user"],
        ["end_user_id"] = ["01J0DEM0VSR000000000000001", "01J0DEM0VSR000000000000002"],
    };

    private readonly Dictionary<string, string?[]> learnt = new[]
    {
        "hub_id", "organisation_id", "connector_id", "integration_id", "template_id", "connection_id", "external_id", "end_user_id",
        "activation_id", "api_key_id", "signing_key_id", "cursor", "etag",
    }.ToDictionary(kind => kind, _ => new string?[LearntPlaces]);

    /// <summary>A value of a kind that is there, or was.</summary>
    /// <param name="kind">The name of the field that has it.</param>
    /// <param name="isTakenAway">Whether the call takes it away: then it is none of those that stay.</param>
    /// <param name="dice">The chance.</param>
    public string One(string kind, bool isTakenAway, Dice dice)
    {
        var stay = fixedValues.GetValueOrDefault(kind) ?? [];
        var fromLearnt = dice.Falls(isTakenAway || stay.Length == 0 ? 1 : 0.35);
        var learntValue = learnt[kind][dice.Below(LearntPlaces)];
        if (fromLearnt && learntValue is not null)
            return learntValue;
        if (isTakenAway || stay.Length == 0)
            return Unknown(dice);
        return dice.Falls(0.5) ? stay[0] : dice.OneOf(stay);
    }

    /// <summary>An id of nothing.</summary>
    public static string Unknown(Dice dice) => $"01J0DEMN0NE0000000000{dice.Below(100_000):D5}";

    /// <summary>Takes what an answer tells of.</summary>
    public void Learn(IMessage reply)
    {
        switch (reply)
        {
            case Activation activation:
                Put("activation_id", activation.Id);
                Put("etag", activation.Etag);
                break;
            case Hub hub:
                Put("hub_id", hub.Id);
                break;
            case Integration integration:
                Put("integration_id", integration.Id);
                break;
            case ConnectionTemplate template:
                Put("template_id", template.Id);
                break;
            case Connection connection:
                Put("connection_id", connection.Id);
                break;
            case EndUser user:
                Put("end_user_id", user.Id);
                break;
            case CreateApiKeyResponse { ApiKey: { } key }:
                Put("api_key_id", key.Id);
                break;
            case SigningKey key:
                Put("signing_key_id", key.Id);
                break;
            case IPage page:
                Put("cursor", page.Next);
                Put("cursor", page.Prev);
                break;
        }
    }

    private void Put(string kind, string value)
    {
        if (value.Length > 0)
            learnt[kind][(uint)value.GetHashCode(StringComparison.Ordinal) % LearntPlaces] = value;
    }
}
