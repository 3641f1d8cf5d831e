using System.Collections.Immutable;

namespace Activations.Robustness.Model;

internal abstract partial record UserRequest
{
    /// <summary>Activates an integration.</summary>
    /// <param name="Integration">Which.</param>
    /// <param name="Bindings">What each of its templates is to be bound to, in their order.</param>
    /// <param name="Variables">The one dynamic variable; the integration's schema refuses negative ones.</param>
    /// <param name="RequestId">The request id; null for none.</param>
    public sealed record Activate(
        IntegrationShape Integration, ImmutableArray<Binding> Bindings, int Variables, string? RequestId) : UserRequest
    {
        public override string? RefusalIn(UserState state)
        {
            if (!state.Exists)
                return "USER_NOT_FOUND";
            if (RequestId is not null && state.RequestIds.TryGetValue(RequestId, out var used))
            {
                if (!Says(used.Request))
                    return "REQUEST_ID_REUSED";
                return state.FindActivation(used.MadeBy) is null ? "ACTIVATION_NOT_FOUND" : null;
            }

            if (state.Activations.ContainsKey(Integration.Id))
                return "ACTIVATION_ALREADY_EXISTS";
            return Variables < 0 || Bound(state).Contains(null) ? "INVALID_ARGUMENT" : null;
        }

        public override UserState Effect(UserState state, int call)
        {
            if (IsReplayIn(state))
                return state;
            var bound = ImmutableArray.CreateRange(Bound(state), name => name!);
            var after = state;
            foreach (var (template, binding) in Integration.Templates.Zip(Bindings))
            {
                if (binding is not Binding.New(var name))
                    continue;
                after = after.With(new ConnectionState(name, template.ConnectorId, null));
                if (template.IsPrimary && after.Primary is null)
                    after = after.WithPrimary(name);
            }

            after = after.With(new ActivationState(Integration.Id, call, bound, Variables, null, null));
            return RequestId is null ? after : after.With(RequestId, new UsedRequest(this, call));
        }

        public override UserState? Observe(UserState before, UserState after, int call, Reply reply)
        {
            var isReplay = IsReplayIn(before);
            var made = isReplay ? before.RequestIds[RequestId!].MadeBy : call;
            var activation = (Reply.Activation)reply;
            return activation.IsReplay == isReplay && after.FindActivation(made)?.Integration == activation.Integration
                ? Knowledge.Of(after).Learn(activation).State
                : null;
        }

        public override string ToString() =>
            $"Activate {Integration.Id} with {string.Join(", ", Bindings)}, n={Variables}, request id '{RequestId}'";

        private bool IsReplayIn(UserState state) => RequestId is not null && state.RequestIds.ContainsKey(RequestId);

        private bool Says(Activate other) =>
            Integration.Id == other.Integration.Id && Variables == other.Variables && Bindings.SequenceEqual(other.Bindings);

        /// <summary>The names of the connections that are bound; null where there is none that can be.</summary>
        private ImmutableArray<string?> Bound(UserState state) =>
            [.. Integration.Templates.Zip(Bindings, (template, binding) => NameOf(template, binding, state))];

        private static string? NameOf(TemplateShape template, Binding binding, UserState state) => binding switch
        {
            Binding.New(var name) => name,
            Binding.Existing(var id) =>
                state.FindConnection(id) is { } connection && connection.ConnectorId == template.ConnectorId ? connection.Name : null,
            _ => template.IsPrimary ? state.Primary : null,
        };
    }

    /// <summary>Reads an activation.</summary>
    /// <param name="Id">Its id, which an answer has shown.</param>
    public sealed record GetActivation(string Id) : UserRequest
    {
        internal override bool IsRead => true;

        public override string? RefusalIn(UserState state) =>
            state.FindActivation(Id) is null ? "ACTIVATION_NOT_FOUND" : null;

        public override UserState? Observe(UserState before, UserState after, int call, Reply reply) =>
            reply is Reply.Activation activation && activation.Id == Id ? Knowledge.Of(after).Learn(activation).State : null;
    }

    /// <summary>Replaces the dynamic variables of an activation.</summary>
    /// <param name="Id">Its id, which an answer has shown.</param>
    /// <param name="Variables">The one dynamic variable; the integration's schema refuses negative ones.</param>
    /// <param name="Etag">An etag that an answer has shown; null to replace whatever is there.</param>
    public sealed record SetVariables(string Id, int Variables, string? Etag) : UserRequest
    {
        public override string? RefusalIn(UserState state) => EditRefusal(state, Id, Etag) ?? (Variables < 0 ? "INVALID_ARGUMENT" : null);

        public override UserState Effect(UserState state, int call) =>
            state.With(state.FindActivation(Id)! with { Variables = Variables, Etag = null });

        public override UserState? Observe(UserState before, UserState after, int call, Reply reply) =>
            reply is Reply.Updated(var value) && value == Variables ? after : null;
    }

    /// <summary>Deletes an activation.</summary>
    /// <param name="Id">Its id, which an answer has shown.</param>
    /// <param name="Etag">An etag that an answer has shown; null to delete whatever is there.</param>
    public sealed record Deactivate(string Id, string? Etag) : UserRequest
    {
        public override string? RefusalIn(UserState state) => EditRefusal(state, Id, Etag);

        public override UserState Effect(UserState state, int call) => state.Without(state.FindActivation(Id)!);

        public override UserState? Observe(UserState before, UserState after, int call, Reply reply) => after;
    }

    /// <summary>What a template is to be bound to. The family is closed.</summary>
    public abstract record Binding
    {
        private Binding()
        {
        }

        /// <summary>Nothing: a primary template falls back to the user's primary connection.</summary>
        public sealed record None : Binding;

        /// <summary>A connection whose id an answer has shown.</summary>
        public sealed record Existing(string Id) : Binding;

        /// <summary>A new connection, by a name that no other has.</summary>
        public sealed record New(string Name) : Binding;
    }

    /// <summary>An etag was shown before: if the present one is unknown, the activation was changed since.</summary>
    private static string? EditRefusal(UserState state, string id, string? etag)
    {
        if (state.FindActivation(id) is not { } activation)
            return "ACTIVATION_NOT_FOUND";
        return etag is not null && activation.Etag != etag ? "ETAG_MISMATCH" : null;
    }
}
