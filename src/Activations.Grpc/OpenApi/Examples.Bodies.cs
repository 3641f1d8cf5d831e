using System.Collections.Frozen;
using Activations.Grpc.Demo;

namespace Activations.Grpc.OpenApi;

internal sealed partial class Examples
{
    private const string Mailer = "01J0DEM0C0N000000000000002";
    private const string MailerScheme = """{"id": "01J0DEM0AVTH00000000000002", "description": "Mailer account", "schemeType": "basic-auth"}""";

    private const string MailerCredentials =
        $$$"""
        {
          "action": [
            {
              "authSchemeConfig": {{{MailerScheme}}},
              "credential": {"name": "Mailer", "type": "basic-auth", "data": {"username": "me", "password": "secret"}}
            }
          ]
        }
        """;

    private static readonly FrozenDictionary<string, string> Bodies = new Dictionary<string, string>
    {
        ["CreateActivation"] =
            $$"""{"userId": "{{SecondUser}}", "integrationId": "{{DemoCatalogue.Ping}}", "connections": [], "dynamicVariables": {}, "requestId": "ping-1"}""",
        ["UpdateDynamicVariables"] = """{"dynamicVariables": {"listName": "Customers", "syncHour": 7}}""",
        ["UpdateUserVariables"] = """{"listName": "Newsletter", "syncHour": 7}""",
        ["CreateHub"] =
            $$$"""
            {
              "organisationId": "{{{DemoCatalogue.Organisation}}}",
              "name": "Another hub",
              "primaryConnectorId": "01J0DEM0C0N000000000000001",
              "primaryConnectorName": "Acme CRM",
              "authSchemeConfig": {"id": "01J0DEM0AVTH00000000000001", "description": "", "schemeType": "api-key", "name": "X-Api-Key", "in": "header"}
            }
            """,
        ["UpdateHub"] = """{"name": "Demo Hub", "isDefault": true}""",
        ["CreateEndUser"] = """{"externalId": "third-user", "displayName": "Third User"}""",
        ["CreateEndUserConnection"] =
            $$"""{"connectorId": "{{Mailer}}", "connection": {"name": "My mailer", "credentials": {{MailerCredentials}}, "variables": []} }""",
        ["UpdateConnection"] = """{"name": "Mailer of the team"}""",
        ["CreateIntegration"] =
            $$"""
            {
              "organisationId": "{{DemoCatalogue.Organisation}}",
              "name": "Contacts to sheet",
              "description": "Writes the contacts of the CRM to a sheet.",
              "variablesSchema": {"type": "object", "required": ["sheet"], "properties": {"sheet": {"type": "string"} } }
            }
            """,
        ["UpdateIntegration"] = """{"description": "Exports the contacts of the CRM every night.", "summary": "Contacts, nightly"}""",
        ["CreateConnectionTemplate"] =
            $$"""{"connectorId": "{{Mailer}}", "name": "Mailer", "authSchemeConfig": {{MailerScheme}} }""",
        ["UpdateIntegrationMetadata"] = """{"usedConnectionTemplates": ["01J0DEM0TMP000000000000003"]}""",
        ["CreateApiKey"] =
            $$"""{"name": "Back end", "organisationId": "{{DemoCatalogue.Organisation}}", "scopes": ["read", "write"]}""",
        ["CreateSigningKey"] =
            $$"""
            {
              "name": "Website",
              "id": "{{NewSigningKey}}",
              "publicKey": "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbTLCVWnlZyAlDSUUj2ZX8atElofE\n93ReBURRckGaB9Ct2kgMQU/NyjDq8IhoGBFYMym0IcQsjMi3D1XLSWBUCQ==\n-----END PUBLIC KEY-----\n"
            }
            """,
        ["RotateSecrets"] = """{"after": ""}""",
        ["ExportRecords"] = """{"after": ""}""",
        ["ImportRecords"] =
            """{"lines": ["{\"kind\":\"endUser\",\"id\":\"01J0DEM0VSR000000000000009\",\"hubId\":\"01J0DEM0HVB000000000000001\",\"externalId\":\"imported-user\",\"displayName\":\"\"}"]}""",
    }.ToFrozenDictionary();
}
