using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.Identifiers;
using Activations.V1;
using DomainVariable = Activations.EndUsers.ConnectionVariable;
using Proto = Activations.V1;

namespace Activations.Grpc.Mapping;

/// <summary>Reads connections that are to be created or changed.</summary>
internal static class ConnectionRequests
{
    /// <summary>Reads a connection that must be there.</summary>
    public static ConnectionDraft ToDraft(ConnectionCreate? connection, string path, RequestReader reader)
    {
        if (connection is null)
            reader.Violations.Add(path, "is required");
        return connection is null
            ? new ConnectionDraft("", [], [], [])
            : ToDraft(connection.Name, connection.Credentials, connection.Variables, path, reader);
    }

    /// <summary>Reads a connection from its parts.</summary>
    public static ConnectionDraft ToDraft(
        string name,
        ConnectionCredentialsCreate? credentials,
        IReadOnlyList<Proto.ConnectionVariable> variables,
        string path,
        RequestReader reader)
    {
        reader.Name(name, $"{path}.name");
        if (credentials is null)
            reader.Violations.Add($"{path}.credentials", "is required for a new connection");
        return new ConnectionDraft(
            name,
            ReadCredentials(credentials?.Action ?? [], $"{path}.credentials.action", needsData: true, reader),
            ReadCredentials(credentials?.Trigger ?? [], $"{path}.credentials.trigger", needsData: true, reader),
            ReadVariables(variables, $"{path}.variables", reader));
    }

    /// <summary>Reads what is to be changed of a connection.</summary>
    public static ConnectionUpdate ToUpdate(UpdateConnectionRequest request, HttpContext context, RequestReader reader)
    {
        var fields = UpdatedFields.Of(
            request, request.UpdateMask, context, reader, "name", "credentials", "credentials.action", "credentials.trigger", "variables");
        var credentials = request.Credentials ?? new ConnectionCredentialsCreate();
        return new ConnectionUpdate(
            fields.Has("name", request.HasName) ? reader.Name(request.Name, "name") : null,
            fields.Has("credentials.action", credentials.Action.Count > 0)
                ? ReadUpdates(credentials.Action, "credentials.action", reader)
                : null,
            fields.Has("credentials.trigger", credentials.Trigger.Count > 0)
                ? ReadUpdates(credentials.Trigger, "credentials.trigger", reader)
                : null,
            fields.Has("variables", request.Variables.Count > 0)
                ? ReadVariables(request.Variables, "variables", reader)
                : null);
    }

    private static ImmutableArray<DomainVariable> ReadVariables(
        IReadOnlyList<Proto.ConnectionVariable> variables, string path, RequestReader reader)
    {
        foreach (var (index, variable) in variables.Index())
            reader.Name(variable.Name, $"{FieldPath.Item(path, index)}.name");
        return [.. variables.Select(v => new DomainVariable(v.Name, v.Value))];
    }

    private static ImmutableArray<CredentialUpdate> ReadUpdates(
        IReadOnlyList<ConnectionCredentialCreate> credentials, string path, RequestReader reader) =>
    [
        .. credentials.Zip(ReadCredentials(credentials, path, needsData: false, reader)).Select((pair, index) => new CredentialUpdate(
            reader.OptionalId<CredentialId>(pair.First.Id, $"{FieldPath.Item(path, index)}.id"), pair.Second)),
    ];

    private static ImmutableArray<CredentialDraft> ReadCredentials(
        IReadOnlyList<ConnectionCredentialCreate> credentials, string path, bool needsData, RequestReader reader) =>
        [.. credentials.Select((c, index) => ReadCredential(c, FieldPath.Item(path, index), needsData, reader))];

    private static CredentialDraft ReadCredential(
        ConnectionCredentialCreate credential, string path, bool needsData, RequestReader reader)
    {
        if (credential.AuthSchemeConfig is null)
            reader.Violations.Add($"{path}.authSchemeConfig", "is required");
        var scheme = AuthSchemes.Read(
            credential.AuthSchemeConfig ?? new AuthSchemeConfig { SchemeType = "none" }, $"{path}.authSchemeConfig", reader);

        var create = credential.Credential;
        if (create is null)
        {
            reader.Violations.Add($"{path}.credential", "is required");
            return new CredentialDraft(scheme, "", "none", Json.JsonText.EmptyObject);
        }

        CheckCredential(create, $"{path}.credential", needsData, reader);
        return new CredentialDraft(
            scheme, create.Name, create.Type, reader.Json(create.Data, $"{path}.credential.data"));
    }

    private static void CheckCredential(CredentialCreate credential, string path, bool needsData, RequestReader reader)
    {
        reader.Name(credential.Name, $"{path}.name");
        if (credential.Type.Length == 0)
            reader.Violations.Add($"{path}.type", "is required");
        else if (!CredentialTypes.All.Contains(credential.Type))
            reader.Violations.Add($"{path}.type", $"must be one of {string.Join(", ", CredentialTypes.All)}");
        else if (needsData && credential.Data is null && credential.Type != "none")
            reader.Violations.Add($"{path}.data", "is required");
    }
}
