using Activations.Robustness.Model;

namespace Activations.Robustness.Traffic;

/// <summary>
/// One end user of the traffic: what callers have learned of them from answers, and what they ask for next. Callers share
/// what they learn.
/// </summary>
/// <param name="name">The external id.</param>
/// <param name="scene">What there is to activate.</param>
internal sealed class TrafficUser(string name, Scene scene)
{
    private const int RequestIds = 3;

    private readonly Lock gate = new();
    private readonly List<(string Id, string Connector)> connections = [];
    private readonly List<(string Id, string Etag)> activations = [];
    private readonly Dictionary<string, UserRequest.Activate> requests = [];
    private bool seemsToExist;
    private int names;

    /// <summary>The external id.</summary>
    public string Name => name;

    /// <summary>What to ask for next.</summary>
    public UserRequest Next(Random random)
    {
        lock (gate)
        {
            if (!seemsToExist && random.Next(3) > 0)
                return new UserRequest.CreateUser(scene.PrimaryConnector, random.Next(2) == 0 ? NewName() : null);
            return random.Next(100) switch
            {
                < 3 => new UserRequest.CreateUser(scene.PrimaryConnector, null),
                < 12 => Connect(random),
                < 14 => new UserRequest.DeleteUser(),
                < 20 => new UserRequest.GetUser(),
                < 24 => Connect(random),
                < 30 when connections.Count > 0 => new UserRequest.Disconnect(Pick(connections, random).Id, random.Next(2) == 0),
                < 60 => Activate(random),
                < 72 when activations.Count > 0 => new UserRequest.GetActivation(Pick(activations, random).Id),
                < 88 when activations.Count > 0 => SetVariables(random),
                _ when activations.Count > 0 => Deactivate(random),
                _ => Activate(random),
            };
        }
    }

    /// <summary>Takes in what an answer shows.</summary>
    public void Learn(Call call)
    {
        lock (gate)
        {
            seemsToExist = call.Outcome is Outcome.Refused("USER_NOT_FOUND") ? false
                : call.Outcome is Outcome.Ok ? call.Request is not UserRequest.DeleteUser
                : seemsToExist;
            if (call.Outcome is not Outcome.Ok(var reply))
                return;
            switch (reply)
            {
                case Reply.User { PrimaryId: { Length: > 0 } id }:
                    connections.Add((id, scene.PrimaryConnector));
                    break;
                case Reply.Connection connection:
                    connections.Add((connection.Id, connection.ConnectorId));
                    break;
                case Reply.Activation activation:
                    activations.Add((activation.Id, activation.Etag));
                    var shape = scene.Integrations.Single(i => i.Id == activation.Integration);
                    connections.AddRange(shape.Templates.Zip(activation.Bindings, (t, b) => (b.Id, t.ConnectorId)));
                    break;
            }
        }
    }

    private UserRequest.Connect Connect(Random random)
    {
        var isPrimary = random.Next(2) == 0;
        return new UserRequest.Connect(isPrimary ? scene.PrimaryConnector : scene.OtherConnector, isPrimary, NewName());
    }

    private UserRequest.Activate Activate(Random random)
    {
        var requestId = random.Next(2) == 0 ? $"request-{random.Next(RequestIds)}" : null;
        if (requestId is not null && requests.TryGetValue(requestId, out var earlier) && random.Next(4) > 0)
            return earlier;
        var integration = Pick(scene.Integrations, random);
        var bindings = integration.Templates.Select(template => Bind(template, random));
        var request = new UserRequest.Activate(integration, [.. bindings], NewVariables(random), requestId);
        if (requestId is not null)
            requests[requestId] = request;
        return request;
    }

    private UserRequest.Binding Bind(TemplateShape template, Random random)
    {
        var choice = random.Next(10);
        if (choice < 4 && connections.FindAll(c => c.Connector == template.ConnectorId) is { Count: > 0 } known)
            return new UserRequest.Binding.Existing(Pick(known, random).Id);
        if (choice == 4 && connections.Count > 0)
            return new UserRequest.Binding.Existing(Pick(connections, random).Id);
        var mayFallBack = template.IsPrimary ? choice < 8 : choice < 6;
        return mayFallBack ? new UserRequest.Binding.None() : new UserRequest.Binding.New(NewName());
    }

    private UserRequest.SetVariables SetVariables(Random random)
    {
        var (id, etag) = Pick(activations, random);
        return new UserRequest.SetVariables(id, NewVariables(random), random.Next(2) == 0 ? etag : null);
    }

    private UserRequest.Deactivate Deactivate(Random random)
    {
        var (id, etag) = Pick(activations, random);
        return new UserRequest.Deactivate(id, random.Next(2) == 0 ? etag : null);
    }

    private string NewName() => $"{name}-{++names}";

    private static int NewVariables(Random random) => random.Next(20) == 0 ? -1 : random.Next(1_000_000);

    /// <summary>Any, but rather one of the latest.</summary>
    private static T Pick<T>(IReadOnlyList<T> of, Random random) =>
        of[random.Next(2) == 0 ? random.Next(of.Count) : Math.Max(0, of.Count - 1 - random.Next(3))];
}
