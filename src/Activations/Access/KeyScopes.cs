using System.Collections.Immutable;

namespace Activations.Access;

/// <summary>What an API key may be used for. None of them holds another.</summary>
[Flags]
public enum KeyScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>To get and to list.</summary>
    Read = 1,

    /// <summary>To change integrations, end users, connections and activations.</summary>
    Write = 2,

    /// <summary>To change hubs, API keys and signing keys.</summary>
    Admin = 4,

    /// <summary>To resolve activations: the only call that answers secrets.</summary>
    Credentials = 8,

    /// <summary>Everything.</summary>
    All = Read | Write | Admin | Credentials,
}

/// <summary>The names of the scopes, as callers write them.</summary>
public static class KeyScopeNames
{
    /// <summary>All of them, in order.</summary>
    public static ImmutableArray<string> All { get; } = ["read", "write", "admin", "credentials"];

    /// <summary>The scope with a name; none if there is no such scope.</summary>
    /// <param name="name">The name, in lower case.</param>
    public static KeyScopes Parse(string name) =>
        All.IndexOf(name) is >= 0 and var index ? (KeyScopes)(1 << index) : KeyScopes.None;

    /// <summary>The names of several scopes, in order.</summary>
    /// <param name="scopes">The scopes.</param>
    public static IEnumerable<string> NamesOf(KeyScopes scopes) => All.Where(name => scopes.HasFlag(Parse(name)));
}
