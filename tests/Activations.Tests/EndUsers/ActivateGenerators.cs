using Activations.Builders;
using Activations.EndUsers;
using Activations.Errors;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Json;
using CsCheck;

namespace Activations.Tests.EndUsers;

/// <summary>An integration, a user and a request that may have anything to do with each other.</summary>
public sealed record ActivateCase(
    Integration Integration, EndUser User, ActivationDraft Draft, bool AreVariablesValid)
{
    internal Violation[] OfVariables => AreVariablesValid ? [] : [new Violation("a", "is wrong")];
}

/// <summary>Makes cases for the decision to activate, most of them a little wrong.</summary>
internal static class ActivateGenerators
{
    private static readonly Connector[] Connectors =
    [
        Catalogue.Crm,
        Catalogue.Mailer,
        Catalogue.Mailer with { Id = Id.Parse<ConnectorId>("01J0DEM0C0N000000000000003"), Name = "" },
    ];

    private static readonly Activation Earlier = new()
    {
        Id = new ActivationId(CountingIds.Of(400)),
        IntegrationId = Catalogue.Ping.Id,
        Bindings = [],
        DynamicVariables = JsonText.EmptyObject,
        Revision = 1,
        CreatedAt = Catalogue.CreatedAt,
        UpdatedAt = Catalogue.CreatedAt,
    };

    private static readonly Gen<CredentialDraft> Credential = Gen.OneOf(
        Drafts.Credential("none", "{}"),
        Drafts.Credential("string", """{"value":"s3cret"}"""),
        Drafts.Credential("string", "{}"),
        Drafts.Credential("jwt-bearer", """{"any":"thing"}"""));

    private static readonly Gen<Integration> Integration =
        Gen.Select(Gen.Int[0, 2], Gen.Bool, Gen.Int[0, 4]).Array[0, 4].Select(
            Gen.Int[0, 9],
            (templates, deployed) => Catalogue.Ping with
            {
                IsDeployed = deployed > 0,
                Templates =
                [
                    .. templates.Select((t, index) => new ConnectionTemplate
                    {
                        Id = new ConnectionTemplateId(CountingIds.Of(100 + index)),
                        Connector = Connectors[t.Item1],
                        IsUsed = t.Item3 > 0,
                        IsPrimary = t.Item1 == 0,
                    }),
                ],
            });

    private static readonly Gen<EndUser> User = Gen.Select(Gen.Int[0, 2].Array[0, 5], Gen.Bool, Gen.Int[0, 9], Usage())
        .Select((connectors, hasPrimary, activated, usage) =>
        {
            var connections = connectors.Select((connector, index) => Catalogue.CrmConnection with
            {
                Id = new ConnectionId(CountingIds.Of(200 + index)),
                ConnectorId = Connectors[connector].Id,
            }).ToList();
            var primary = hasPrimary ? connections.Find(c => c.ConnectorId == Catalogue.Crm.Id) : null;
            return Catalogue.NewUser with
            {
                Connections = [.. connections],
                PrimaryConnectionId = primary?.Id,
                Usage = usage,
                Activations = activated > 0 ? [] : [Earlier],
            };
        });

    public static Gen<ActivateCase> Case { get; } = Gen.Select(Integration, User).SelectMany((integration, user) =>
        Gen.Select(BindingsFor(integration, user), Gen.Bool, Gen.Int[0, 9], (bindings, hasRequestId, valid) =>
            new ActivateCase(
                integration,
                user,
                Drafts.Of(integration, bindings) with { RequestId = hasRequestId ? "r" : null },
                AreVariablesValid: valid > 0)));

    private static Gen<EndUserUsage> Usage() => Gen.Frequency(
        (9, Gen.Const(new EndUserUsage(5, 1, 500, 0))),
        (1, Gen.Select(Gen.Int[996, 1_000], Gen.Int[998, 1_000], Gen.Int[8_388_300, 8_388_608], Gen.Int[998, 1_000])
            .Select((c, a, j, r) => new EndUserUsage(c, a, j, r))));

    /// <summary>For each template usually one binding; sometimes none, two, or one for a strange template.</summary>
    private static Gen<BindingDraft[]> BindingsFor(Integration integration, EndUser user)
    {
        var known = integration.Templates.Select(t => BindingFor(t, user)).ToArray();
        var strange = BindingFor(Catalogue.MailerTemplate, user).Array[0, 1];
        var often = Gen.Frequency((8, Gen.Const(1)), (3, Gen.Const(0)), (1, Gen.Const(2)));
        var each = known.Select(binding => often.SelectMany(count => binding.Array[count])).ToArray();

        var all = each.Aggregate(
            Gen.Const(Array.Empty<BindingDraft>()),
            (sofar, next) => Gen.Select(sofar, next, (a, b) => (BindingDraft[])[.. a, .. b]));
        return Gen.Select(all, Gen.Int[0, 19], strange, (a, rarely, s) => (BindingDraft[])[.. a, .. rarely > 0 ? [] : s])
            .SelectMany(bindings => Gen.Shuffle(bindings));
    }

    private static Gen<BindingDraft> BindingFor(ConnectionTemplate template, EndUser user)
    {
        var fresh = Credential.Array[0, 2].Select(credentials => Drafts.New(template, credentials));
        var own = user.Connections.Where(c => c.ConnectorId == template.Connector.Id).ToArray();
        var any = user.Connections.Append(Catalogue.MailerConnection).ToArray();
        var existing = Gen.OneOf(own.Length > 0 ? own : any).Select(c => Drafts.Existing(template, c));
        var odd = Gen.OneOf(any).Select(c => Drafts.Existing(template, c));

        return Gen.Frequency((4, fresh), (5, existing), (1, odd));
    }
}
