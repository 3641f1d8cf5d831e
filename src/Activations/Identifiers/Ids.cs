namespace Activations.Identifiers;

/// <summary>The id of an organisation, which owns hubs.</summary>
/// <param name="Value">The ULID.</param>
public readonly record struct OrganisationId(Ulid Value) : IId<OrganisationId>
{
    /// <inheritdoc />
    public static OrganisationId From(Ulid value) => new(value);

    /// <summary>The 26 digits, in upper case.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>The id of a hub.</summary>
/// <param name="Value">The ULID.</param>
public readonly record struct HubId(Ulid Value) : IId<HubId>
{
    /// <inheritdoc />
    public static HubId From(Ulid value) => new(value);

    /// <summary>The 26 digits, in upper case.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>The id of a connector.</summary>
/// <param name="Value">The ULID.</param>
public readonly record struct ConnectorId(Ulid Value) : IId<ConnectorId>
{
    /// <inheritdoc />
    public static ConnectorId From(Ulid value) => new(value);

    /// <summary>The 26 digits, in upper case.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>The id of an integration.</summary>
/// <param name="Value">The ULID.</param>
public readonly record struct IntegrationId(Ulid Value) : IId<IntegrationId>
{
    /// <inheritdoc />
    public static IntegrationId From(Ulid value) => new(value);

    /// <summary>The 26 digits, in upper case.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>The id of a connection template.</summary>
/// <param name="Value">The ULID.</param>
public readonly record struct ConnectionTemplateId(Ulid Value) : IId<ConnectionTemplateId>
{
    /// <inheritdoc />
    public static ConnectionTemplateId From(Ulid value) => new(value);

    /// <summary>The 26 digits, in upper case.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>The id of an end user; ours, not the hub owner's.</summary>
/// <param name="Value">The ULID.</param>
public readonly record struct EndUserId(Ulid Value) : IId<EndUserId>
{
    /// <inheritdoc />
    public static EndUserId From(Ulid value) => new(value);

    /// <summary>The 26 digits, in upper case.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>The id of a connection.</summary>
/// <param name="Value">The ULID.</param>
public readonly record struct ConnectionId(Ulid Value) : IId<ConnectionId>
{
    /// <inheritdoc />
    public static ConnectionId From(Ulid value) => new(value);

    /// <summary>The 26 digits, in upper case.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>The id of a credential of a connection.</summary>
/// <param name="Value">The ULID.</param>
public readonly record struct CredentialId(Ulid Value) : IId<CredentialId>
{
    /// <inheritdoc />
    public static CredentialId From(Ulid value) => new(value);

    /// <summary>The 26 digits, in upper case.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>The id of an activation.</summary>
/// <param name="Value">The ULID.</param>
public readonly record struct ActivationId(Ulid Value) : IId<ActivationId>
{
    /// <inheritdoc />
    public static ActivationId From(Ulid value) => new(value);

    /// <summary>The 26 digits, in upper case.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>The id of one write of an end user, by which a store finds out whether it took place.</summary>
/// <param name="Value">The ULID.</param>
public readonly record struct WriteId(Ulid Value) : IId<WriteId>
{
    /// <inheritdoc />
    public static WriteId From(Ulid value) => new(value);

    /// <summary>The 26 digits, in upper case.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>The id of an API key.</summary>
/// <param name="Value">The ULID.</param>
public readonly record struct ApiKeyId(Ulid Value) : IId<ApiKeyId>
{
    /// <inheritdoc />
    public static ApiKeyId From(Ulid value) => new(value);

    /// <summary>The 26 digits, in upper case.</summary>
    public override string ToString() => Value.ToString();
}

/// <summary>The id of a signing key.</summary>
/// <param name="Value">The ULID.</param>
public readonly record struct SigningKeyId(Ulid Value) : IId<SigningKeyId>
{
    /// <inheritdoc />
    public static SigningKeyId From(Ulid value) => new(value);

    /// <summary>The 26 digits, in upper case.</summary>
    public override string ToString() => Value.ToString();
}
