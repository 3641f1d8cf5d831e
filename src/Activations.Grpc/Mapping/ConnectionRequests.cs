using System.Collections.Immutable;
using Activations.EndUsers;
using Activations.V1;
using DomainVariable = Activations.EndUsers.ConnectionVariable;
using Proto = Activations.V1;

namespace Activations.Grpc.Mapping;

/// <summary>Reads connections that are to be created.</summary>
internal static class ConnectionRequests
{
    private const int MaxNameLength = 255;

    /// <summary>Reads a connection; its name must be checked for presence by the caller.</summary>
    public static ConnectionDraft ToDraft(
        string name,
        ConnectionCredentialsCreate credentials,
        IReadOnlyList<Proto.ConnectionVariable> variables,
        string path,
        RequestReader reader)
    {
        if (name.Length > 0)
            reader.Text(name, $"{path}.name", MaxNameLength);
        return new ConnectionDraft(
            name,
            ReadCredentials(credentials.Action, $"{path}.credentials.action", reader),
            ReadCredentials(credentials.Trigger, $"{path}.credentials.trigger", reader),
            ReadVariables(variables, $"{path}.variables", reader));
    }

    private static ImmutableArray<DomainVariable> ReadVariables(
        IReadOnlyList<Proto.ConnectionVariable> variables, string path, RequestReader reader)
    {
        foreach (var (index, variable) in variables.Index())
            reader.Text(variable.Name, $"{FieldPath.Item(path, index)}.name", MaxNameLength);
        return [.. variables.Select(v => new DomainVariable(v.Name, v.Value))];
    }

    private static ImmutableArray<CredentialDraft> ReadCredentials(
        IReadOnlyList<ConnectionCredentialCreate> credentials, string path, RequestReader reader) =>
        [.. credentials.Select((c, index) => ReadCredential(c, FieldPath.Item(path, index), reader))];

    private static CredentialDraft ReadCredential(ConnectionCredentialCreate credential, string path, RequestReader reader)
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

        CheckCredential(create, $"{path}.credential", reader);
        return new CredentialDraft(
            scheme, create.Name, create.Type, reader.Json(create.Data, $"{path}.credential.data"));
    }

    private static void CheckCredential(CredentialCreate credential, string path, RequestReader reader)
    {
        reader.Text(credential.Name, $"{path}.name", MaxNameLength);
        if (credential.Type.Length == 0)
            reader.Violations.Add($"{path}.type", "is required");
        else if (!CredentialTypes.All.Contains(credential.Type))
            reader.Violations.Add($"{path}.type", $"must be one of {string.Join(", ", CredentialTypes.All)}");
        else if (credential.Data is null && credential.Type != "none")
            reader.Violations.Add($"{path}.data", "is required");
    }
}
