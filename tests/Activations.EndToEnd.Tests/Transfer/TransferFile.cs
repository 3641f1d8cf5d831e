using System.Globalization;
using Activations.Processes;

namespace Activations.EndToEnd.Tests.Transfer;

/// <summary>Files as they are imported, with ids that are the same each time.</summary>
internal static class TransferFile
{
    public const string Organisation = "01J0TRN00RG000000000000001";
    public const string Hub = "01J0TRN0HVB000000000000001";
    public const string Connector = "01J0TRN0C0N000000000000001";
    public const string Integration = "01J0TRN01NT000000000000001";
    public const string Template = "01J0TRN0TMP000000000000001";

    /// <summary>A hub, and an integration of it with a template and a schema.</summary>
    public static IEnumerable<string> Catalogue() =>
    [
        """{"kind":"header","version":1}""",
        $$$$$"""{"kind":"hub","id":"{{{{{Hub}}}}}","organisationId":"{{{{{Organisation}}}}}","name":"Imported","isDefault":true,"primaryConnector":{{{{{ConnectorOf()}}}}}}""",
        $$$$$"""{"kind":"integration","id":"{{{{{Integration}}}}}","hubId":"{{{{{Hub}}}}}","name":"Sync","isDeployed":true,"variablesSchema":{"type":"object","properties":{"hour":{"type":"integer","maximum":23}}},"templates":[{"id":"{{{{{Template}}}}}","isUsed":true,"connector":{{{{{ConnectorOf()}}}}}}]}""",
    ];

    /// <summary>An end user with a connection and an activation.</summary>
    public static IEnumerable<string> User(int number) => [UserLine(number), ConnectionLine(number), ActivationLine(number)];

    public static string UserLine(int number) =>
        $$"""{"kind":"endUser","id":"{{Id("VSR", number)}}","hubId":"{{Hub}}","externalId":"user-{{number}}","displayName":"User {{number}}","primaryConnectionId":"{{Id("CNX", number)}}"}""";

    public static string ConnectionLine(int number, string data = """{"value":"secret-of-a-user"}""") =>
        $$$$$"""{"kind":"connection","id":"{{{{{Id("CNX", number)}}}}}","hubId":"{{{{{Hub}}}}}","userId":"{{{{{Id("VSR", number)}}}}}","connectorId":"{{{{{Connector}}}}}","name":"Account","credentials":{"action":[{"id":"{{{{{Id("CCR", number)}}}}}","authScheme":{"schemeType":"api-key","name":"X-Key","in":"header"},"credential":{"id":"{{{{{Id("CRD", number)}}}}}","name":"Key","type":"string","data":{{{{{data}}}}}}}],"trigger":[]}}""";

    public static string ActivationLine(int number, string variables = """{"hour":5}""", string? connection = null) =>
        $$$$$"""{"kind":"activation","id":"{{{{{Id("ACT", number)}}}}}","hubId":"{{{{{Hub}}}}}","userId":"{{{{{Id("VSR", number)}}}}}","integrationId":"{{{{{Integration}}}}}","bindings":[{"templateId":"{{{{{Template}}}}}","connectionId":"{{{{{connection ?? Id("CNX", number)}}}}}"}],"dynamicVariables":{{{{{variables}}}}}}""";

    /// <summary>An id of some kind.</summary>
    public static string Id(string kind, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"01J0TRN0{kind}{number:D15}");

    /// <summary>Writes a file with a catalogue and end users.</summary>
    public static async Task WriteAsync(TemporaryFolder folder, string name, int users) => await WriteAsync(
        folder, name, Catalogue().Concat(Enumerable.Range(1, users).SelectMany(User)));

    /// <summary>Writes a file.</summary>
    public static async Task WriteAsync(TemporaryFolder folder, string name, IEnumerable<string> lines) =>
        await File.WriteAllLinesAsync(Path.Combine(folder.Path, name), lines, TestContext.Current.CancellationToken);

    private static string ConnectorOf() =>
        $$$$$"""{"id":"{{{{{Connector}}}}}","name":"CRM","authScheme":{"schemeType":"api-key","name":"X-Key","in":"header"}}""";
}
