using Activations.Benchmarks;

const string usage =
    """
    dotnet run -c Release --project tests/Activations.Benchmarks -- VERB [--store sqlite|mongodb]

      group-commit   creates per second of 64 callers, with group commit and with one transaction per create (SQLite only)
      user-size      a create for a user who holds 500 activations, against one for a user who holds none
      get-by-id      an activation by its id among 200,000 users, against among 1,000
      lists          the last page of 100,000 users against the first; an end user's page among many users against among few
      authentication the processor time of a create whose caller is authenticated, against one whose caller is not
      telemetry      the processor time of a request with telemetry, exported by OTLP, against one without
      json-schema    the JSON Schema validator against NJsonSchema
      startup        how long each publish takes to start, and its memory then
      all            each of them in turn

    Every number is compared with one of the same run: the ratios can be read on any machine, the times can't.
    The store is sqlite unless it is said otherwise; mongodb takes its connection string from ACTIVATIONS_TEST_MONGODB.
    """;

var verb = args.FirstOrDefault() ?? "";
if (Workbench.TryReadStore(args) is not { } store)
{
    Console.Error.WriteLine(usage);
    return 2;
}

var benchmarks = new (string Verb, Func<Task> RunAsync)[]
{
    ("group-commit", () => GroupCommit.RunAsync(store)),
    ("user-size", () => UserSize.RunAsync(store)),
    ("get-by-id", () => GetById.RunAsync(store)),
    ("lists", () => Lists.RunAsync(store)),
    ("authentication", () => AuthenticationCost.RunAsync(store)),
    ("telemetry", () => TelemetryCost.RunAsync(store)),
    ("json-schema", JsonSchemas.RunAsync),
    ("startup", Startup.RunAsync),
};
var chosen = benchmarks.Where(b => verb == "all" || verb == b.Verb).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine(usage);
    return 2;
}

foreach (var benchmark in chosen)
    await benchmark.RunAsync();
return 0;
