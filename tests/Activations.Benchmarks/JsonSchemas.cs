using System.Diagnostics;
using System.Text.Json;
using Activations.JsonSchema;
using Newtonsoft.Json.Linq;

namespace Activations.Benchmarks;

/// <summary>The JSON Schema validator against NJsonSchema, on one schema such as an integration has.</summary>
internal static class JsonSchemas
{
    private const int Rounds = 9;
    private const int ChecksPerRound = 5_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private const string Schema =
        """
        {
          "type": "object",
          "required": ["listName", "mode", "schedule", "owner"],
          "additionalProperties": false,
          "properties": {
            "listName": {"type": "string", "minLength": 1, "maxLength": 50},
            "mode": {"enum": ["mirror", "append", "archive"]},
            "batchSize": {"type": "integer", "minimum": 1, "maximum": 1000},
            "ratio": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
            "dryRun": {"type": "boolean"},
            "archiveFolder": {"type": "string", "pattern": "^/[a-z0-9/-]+$"},
            "tags": {"type": "array", "items": {"type": "string", "pattern": "^[a-z][a-z0-9-]{0,19}$"}, "maxItems": 10, "uniqueItems": true},
            "schedule": {
              "type": "object",
              "required": ["hour"],
              "additionalProperties": false,
              "properties": {
                "hour": {"type": "integer", "minimum": 0, "maximum": 23},
                "minute": {"type": "integer", "minimum": 0, "maximum": 59},
                "days": {"type": "array", "items": {"enum": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}, "minItems": 1}
              }
            },
            "owner": {
              "type": "object",
              "required": ["name"],
              "properties": {
                "name": {"type": "string", "minLength": 1},
                "team": {"type": "string"},
                "phone": {"type": "string", "pattern": "^\\+[0-9]{6,14}$"}
              }
            }
          },
          "if": {"properties": {"mode": {"const": "archive"}}},
          "then": {"required": ["archiveFolder"]}
        }
        """;

    private const string Valid =
        """
        {"listName": "Newsletter", "mode": "archive", "batchSize": 200, "ratio": 0.5, "dryRun": false, "archiveFolder": "/mail/2025",
         "tags": ["crm", "weekly", "eu-west"], "schedule": {"hour": 6, "minute": 30, "days": ["mon", "thu"]},
         "owner": {"name": "Ada", "team": "Growth", "phone": "+4930123456"}}
        """;

    // Four violations that both validators know.
    private const string Invalid =
        """
        {"listName": "", "mode": "mirror", "batchSize": 2000, "ratio": 0.5, "dryRun": "no", "tags": ["crm", "weekly"],
         "schedule": {"hour": 24, "days": ["mon"]}, "owner": {"name": "Ada"}}
        """;

    public static async Task RunAsync()
    {
        Report.Title("json-schema: the JSON Schema validator against NJsonSchema 11.6.2");
        Report.Line($"  a schema of 15 properties, nested, with enum, pattern and if/then; {Rounds} rounds of {ChecksPerRound:N0} checks, in turn");
        Report.Line($"  each is warmed up first, so that what is measured is code the JIT compiler has done with");
        Report.Line($"  NJsonSchema does not know if/then and has no way to stop at the first violation:");
        Report.Line($"  IsValid is compared with its only method, Validate; 'parsed' is a JsonElement to the one and a JToken to the other");

        var ours = JsonSchemaValidator.Compile(JsonElement.Parse(Schema));
        var theirs = await NJsonSchema.JsonSchema.FromJsonAsync(Schema);
        foreach (var (name, text, isValid) in new[] { ("valid", Valid, true), ("4 violations", Invalid, false) })
        {
            var element = JsonElement.Parse(text);
            var token = JToken.Parse(text);
            Report.Line($"  {name}: {ours.Validate(element).Count} violations found, NJsonSchema {theirs.Validate(token).Count}");
            Compare($"{name}, parsed, IsValid", () => ours.IsValid(element), () => theirs.Validate(token).Count == 0, isValid);
            Compare($"{name}, parsed, Validate", () => ours.Validate(element).Count == 0, () => theirs.Validate(token).Count == 0, isValid);
            Compare($"{name}, text, Validate", () => ours.Validate(JsonElement.Parse(text)).Count == 0, () => theirs.Validate(text).Count == 0, isValid);
        }
    }

    private static void Compare(string name, Func<bool> ours, Func<bool> theirs, bool expected)
    {
        List<(double Microseconds, double Bytes)> our = [], their = [];
        Warm(ours, expected);
        Warm(theirs, expected);
        for (var round = 0; round < Rounds; round++)
        {
            our.Add(Measure(ours, expected));
            their.Add(Measure(theirs, expected));
        }

        var (ourTime, theirTime) = (Report.Median(our.Select(o => o.Microseconds)), Report.Median(their.Select(t => t.Microseconds)));
        var (ourBytes, theirBytes) = (Report.Median(our.Select(o => o.Bytes)), Report.Median(their.Select(t => t.Bytes)));
        Report.Line($"    {name,-32} {ourTime,6:0.00} µs {ourBytes,7:N0} B/op, NJsonSchema {theirTime,6:0.00} µs {theirBytes,7:N0} B/op: {theirTime / ourTime:0.0}x as fast");
    }

    private static void Warm(Func<bool> check, bool expected)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
            Measure(check, expected);
    }

    private static (double Microseconds, double Bytes) Measure(Func<bool> check, bool expected)
    {
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < ChecksPerRound; i++)
        {
            if (check() != expected)
                throw new InvalidOperationException("The validators disagree.");
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        return (elapsed.TotalMicroseconds / ChecksPerRound, (double)(GC.GetAllocatedBytesForCurrentThread() - bytes) / ChecksPerRound);
    }
}
