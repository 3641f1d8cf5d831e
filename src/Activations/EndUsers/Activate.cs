using System.Collections.Immutable;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Integrations;

namespace Activations.EndUsers;

/// <summary>
/// The decision to activate an integration: a pure function of the integration, the end user, the request and the
/// present. The letters are those of the rules: A for "may it exist", B for "is the request right".
/// </summary>
/// <param name="schemas">Checks the dynamic variables.</param>
/// <param name="ids">Where ids come from.</param>
public sealed class Activate(IVariablesSchemas schemas, IIdSource ids)
{
    /// <summary>Decides.</summary>
    /// <param name="integration">What to activate.</param>
    /// <param name="user">For whom, loaded with the draft's parts.</param>
    /// <param name="draft">The request.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="RequestIdReusedException">The request id was used for another request.</exception>
    /// <exception cref="IntegrationNotDeployedException">A3.</exception>
    /// <exception cref="ActivationAlreadyExistsException">A4.</exception>
    /// <exception cref="InvalidRequestException">B2–B6, all that apply.</exception>
    /// <exception cref="LimitExceededException">The user would hold too much.</exception>
    public Decision<Activated> Decide(
        Integration integration, EndUser user, ActivationDraft draft, DateTimeOffset now)
    {
        if (draft.RequestId is { } requestId && user.FindRequestId(requestId) is { } used)
            return Replay(used, draft);

        if (!integration.IsDeployed)
            throw new IntegrationNotDeployedException(); // A3
        if (user.FindActivationOf(integration.Id) is { } existing)
            throw new ActivationAlreadyExistsException(existing.Id); // A4

        var violations = new Violations();
        var bindings = Bind(integration, user, draft, now, violations);
        foreach (var violation in schemas.Check(integration.VariablesSchema, draft.DynamicVariables)) // B6
            violations.Add(violation.Below(DynamicVariables.Path));
        violations.ThrowIfAny();

        return Save(integration, user, draft, now, bindings);
    }

    private static Decision<Activated> Replay(UsedRequestId used, ActivationDraft draft) =>
        used.Fingerprint.AsSpan().SequenceEqual(RequestFingerprint.Of(draft).AsSpan())
            ? Decision.Of(new Activated(used.ActivationId, IsReplay: true))
            : throw new RequestIdReusedException();

    /// <summary>B2–B5: a connection for each template, in the order of the templates.</summary>
    private List<BoundTemplate> Bind(
        Integration integration, EndUser user, ActivationDraft draft, DateTimeOffset now, Violations violations)
    {
        var drafts = new Dictionary<ConnectionTemplateId, (BindingDraft Draft, string Path)>();
        foreach (var (index, binding) in draft.Connections.Index())
        {
            var path = $"connections[{index}]";
            if (integration.Templates.All(t => t.Id != binding.TemplateId))
                violations.Add($"{path}.templateId", "is not a template of this integration"); // B2
            else if (!drafts.TryAdd(binding.TemplateId, (binding, path)))
                violations.Add($"{path}.templateId", "is there twice"); // B2
        }

        var bound = new List<BoundTemplate>();
        foreach (var template in integration.Templates)
        {
            var connection = drafts.TryGetValue(template.Id, out var given)
                ? Connect(template, user, given.Draft, given.Path, now, violations)
                : FallBack(template, user, violations);
            if (connection is not null)
                bound.Add(new BoundTemplate(template, connection, IsNew: given.Draft is BindingDraft.NewConnection));
        }

        return bound;
    }

    private Connection? Connect(
        ConnectionTemplate template,
        EndUser user,
        BindingDraft draft,
        string path,
        DateTimeOffset now,
        Violations violations)
    {
        if (draft is BindingDraft.NewConnection { Connection: var connection })
        {
            connection.CheckCredentials(path, violations); // B5
            return connection.ToConnection(template.Connector.Id, ids, now);
        }

        var found = user.FindConnection(((BindingDraft.ExistingConnection)draft).ConnectionId);
        if (found is null)
            violations.Add($"{path}.connectionId", "is not a connection of this user"); // B3
        else if (found.ConnectorId != template.Connector.Id)
            violations.Add($"{path}.connectionId", "is a connection to another connector than the template's"); // B3
        return found;
    }

    private static Connection? FallBack(ConnectionTemplate template, EndUser user, Violations violations)
    {
        if (!template.IsUsed)
            return null;
        if (template.IsPrimary && user.PrimaryConnection is { } primary)
            return primary;

        var name = template.Connector.Name.Length > 0 ? $" ('{template.Connector.Name}')" : "";
        violations.Add("connections", $"template {template.Id}{name} needs a connection"); // B4
        return null;
    }

    private Decision<Activated> Save(
        Integration integration, EndUser user, ActivationDraft draft, DateTimeOffset now, List<BoundTemplate> bound)
    {
        var activation = new Activation
        {
            Id = ids.Next<ActivationId>(),
            IntegrationId = integration.Id,
            Bindings = [.. bound.Select(b => new Binding(b.Template.Id, b.Connection.Id))],
            DynamicVariables = draft.DynamicVariables,
            Revision = 1,
            CreatedAt = now,
            UpdatedAt = now,
        };
        var added = bound.Where(b => b.IsNew).ToList();
        var edits = ImmutableArray.CreateBuilder<EndUserEdit>();
        edits.AddRange(added.Select(b => new EndUserEdit.AddConnection(b.Connection)));
        if (user.PrimaryConnectionId is null && added.Find(b => b.Template.IsPrimary) is { } primary)
            edits.Add(new EndUserEdit.SetPrimaryConnection(primary.Connection.Id, now));
        edits.Add(new EndUserEdit.AddActivation(activation));
        if (draft.RequestId is { } requestId)
            edits.Add(Remember(requestId, draft, activation.Id, now));

        var usage = new EndUserUsage(
            user.Usage.Connections + added.Count,
            user.Usage.Activations + 1,
            user.Usage.JsonBytes + activation.DynamicVariables.ByteCount + added.Sum(b => b.Connection.JsonByteCount),
            user.Usage.RequestIds + (draft.RequestId is null ? 0 : 1));
        usage.ThrowIfExceeded();

        return Decision.Save(new Activated(activation.Id, IsReplay: false), edits.ToImmutable(), usage);
    }

    private static EndUserEdit.RememberRequestId Remember(
        string requestId, ActivationDraft draft, ActivationId activation, DateTimeOffset now) => new(
        new UsedRequestId(requestId, RequestFingerprint.Of(draft), activation, now), now - UsedRequestId.RememberedFor);

    private sealed record BoundTemplate(ConnectionTemplate Template, Connection Connection, bool IsNew);
}

/// <summary>What came of a request to activate.</summary>
/// <param name="ActivationId">The activation.</param>
/// <param name="IsReplay">Whether an earlier request with the same request id had made it.</param>
public sealed record Activated(ActivationId ActivationId, bool IsReplay);
