using System.Collections.Immutable;
using System.CommandLine;

namespace Activations.Grpc.CommandLine.Import;

/// <summary>The command that stores the records of a file.</summary>
internal static class ImportCommand
{
    /// <summary><c>import</c>.</summary>
    public static Command Create(ImmutableArray<string> configuration)
    {
        var file = new Argument<string>("file") { Description = "The file to read; - for standard input." };
        var errors = new Option<string>("--errors")
        {
            Description = "Where to collect what is wrong, a line of JSON for each: <file>.errors.ndjson by default. What an import before collected there is replaced; any other file is refused.",
            HelpName = "file",
        };
        var ignoreSchemas = new Option<bool>("--ignore-schemas")
        {
            Description = "Take dynamic variables that are not valid against the integration's schema, as it may have changed since they were set.",
        };
        return new Command(
            "import",
            """
            Stores the records of a file as 'export' writes it. The service goes on meanwhile.

            A record that is there already and says the same is left as it is, so that an import that was interrupted or
            killed is simply run again. One that says something else, or breaks a rule, is refused; the others are stored.

            Each line is a JSON object, and its kind says what it is: hubs in front of their integrations, those in front of
            the end users that activated them, connections and activations behind their end user. Lines of one end user that
            follow each other are stored in one step.
              {"kind":"header","version":1}
              {"kind":"hub","id":…,"organisationId":…,"name":…,"primaryConnector":{"id":…,"name":…,"authScheme":{…}},"isDefault":true}
              {"kind":"integration","id":…,"hubId":…,"name":…,"isDeployed":true,"variablesSchema":{…},
               "templates":[{"id":…,"isUsed":true,"connector":{…}}]}
              {"kind":"endUser","id":…,"hubId":…,"externalId":…,"displayName":…,"primaryConnectionId":…}
              {"kind":"connection","id":…,"hubId":…,"userId":…,"connectorId":…,"name":…,"variables":[{"name":…,"value":…}],
               "credentials":{"action":[{"id":…,"authScheme":{…},"credential":{"id":…,"name":…,"type":…,"data":{…}}}],"trigger":[]}}
              {"kind":"activation","id":…,"hubId":…,"userId":…,"integrationId":…,"revision":1,"dynamicVariables":{…},
               "bindings":[{"templateId":…,"connectionId":…}]}
            (each in one line of the file). Ids are ULIDs. createdAt is the time in the id, and updatedAt createdAt, where
            they are missing; hubs and integrations that were deleted have deletedAt. Secrets may be in clear, or encrypted
            as they were exported, which takes the same keys (Activations:Secrets:Keys).

            The exit code is 0 if every line was stored or was there already, 1 if one was refused.

            Examples:
              Activations.Grpc import activations.ndjson
              gunzip -c activations.ndjson.gz | Activations.Grpc import - --errors refused.ndjson
            """)
        {
            file, errors, ignoreSchemas,
        }.Naming(file).Naming(errors).Calling(configuration, async (call, cancellationToken) =>
        {
            var name = call.Words.GetRequiredValue(file);
            var (isStandard, errorsName) = (name == StandardInput.Name, call.Words.GetValue(errors));
            await using var input = isStandard ? StandardInput.Open() : File.OpenRead(name);
            await using var collected = ImportErrors.Prepare(
                errorsName ?? (isStandard ? "import.errors.ndjson" : $"{name}.errors.ndjson"), isStandard ? null : name);
            var run = new ImportRun(call)
            {
                Errors = collected,
                IgnoreSchemas = call.Words.GetValue(ignoreSchemas),
                Length = input.CanSeek ? input.Length : null, // a pipe has none
            };
            await run.RunAsync(input, cancellationToken);
            await run.SumUpAsync();
            return run.Refused == 0 ? 0 : Commands.Refused;
        });
    }
}
