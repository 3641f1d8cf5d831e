using Activations.Grpc.Tests.Calls;
using Activations.V1;

namespace Activations.Grpc.Tests.Service;

/// <summary>Parts of requests that are all right as they are.</summary>
internal static class Samples
{
    public static AuthSchemeConfig ApiKey() => new() { Id = "key", SchemeType = "api-key", Name = "X-Api-Key", In = "header" };

    /// <summary>An OAuth 2.0 scheme with a client secret.</summary>
    public static AuthSchemeConfig OAuth2(string clientSecret) => new()
    {
        Id = "oauth",
        SchemeType = "oauth2",
        AuthorizeUrl = "https://crm.example/authorize",
        TokenUrl = "https://crm.example/token",
        Scopes = Structs.List("""[{"name": "read"}]"""),
        DefaultScopes = Structs.List("""["read"]"""),
        Grant = new OAuth2Grant { GrantType = "client_credentials", ClientId = "client", ClientSecret = clientSecret },
    };

    /// <summary>A credential; of the type <c>string</c> unless another one is named.</summary>
    public static ConnectionCredentialCreate Credential(
        string name = "key", string type = "string", string data = """{"value": "secret"}""") => new()
        {
            AuthSchemeConfig = ApiKey(),
            Credential = new CredentialCreate { Name = name, Type = type, Data = Structs.Parse(data) },
        };

    /// <summary>A connection with these credentials, or with one.</summary>
    public static ConnectionCreate Connection(params ConnectionCredentialCreate[] action)
    {
        var connection = new ConnectionCreate { Name = "My connection", Credentials = new ConnectionCredentialsCreate() };
        connection.Credentials.Action.AddRange(action.Length > 0 ? action : [Credential()]);
        return connection;
    }
}
