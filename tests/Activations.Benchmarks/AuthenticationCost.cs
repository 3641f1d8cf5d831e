using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Activations.Access;
using Activations.Identifiers;
using Activations.Processes;
using Activations.Stores;
using Activations.Time;
using Activations.V1;
using Grpc.Core;
using Grpc.Net.Client;
using ApiKey = Activations.Access.ApiKey;
using SigningKey = Activations.Access.SigningKey;

namespace Activations.Benchmarks;

/// <summary>
/// The processor time of a create whose caller is authenticated, against one whose caller is not. Each way has a service
/// process and a store of its own; they are measured in turn, and each turn makes one pair of each way with the first one.
/// </summary>
internal static class AuthenticationCost
{
    private const int Turns = 24;
    private const int WarmUpTurns = 3;
    private const int CreatesPerTurn = 4_000;
    private const int Callers = 16;
    private const double KeyBar = 1.1;
    private const double TokenBar = 1.3;

    private static readonly SigningKeyId KeyId = Id.Parse<SigningKeyId>("01J0BENCHSGN00000000000001");

    public static async Task RunAsync(string provider)
    {
        Report.Title("authentication: processor time of a create whose caller is authenticated, against one whose is not");
        Report.Line($"  store {provider}, {Callers} callers, {Turns} pairs of {CreatesPerTurn:N0} creates, in turn; mean of the ratios and its 95% interval");
        using var bench = new Workbench(provider);
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var none = await Way.StartAsync(bench, "none", "nobody", bar: 0, _ => null, null);
        var (key, apiKey) = NewApiKey();
        Way[] ways =
        [
            await Way.StartAsync(bench, "key", "an API key", KeyBar, _ => $"Bearer {key}", store => store.ApiKeys.AddAsync(apiKey, default)),
            await StartAsync("rs-again", "JWT, RS256, used again", TokenBar, new Signer(rsa), isNewEachTurn: false),
            await StartAsync("es-again", "JWT, ES256, used again", TokenBar, new Signer(curve), isNewEachTurn: false),
            await StartAsync("rs-new", "JWT, RS256, a new one each", bar: 0, new Signer(rsa), isNewEachTurn: true),
            await StartAsync("es-new", "JWT, ES256, a new one each", bar: 0, new Signer(curve), isNewEachTurn: true),
        ];

        for (var turn = -WarmUpTurns; turn < Turns; turn++)
        {
            foreach (var way in turn % 2 == 0 ? [none, .. ways] : ways.Reverse().Append(none))
                await way.MeasureAsync(turn + WarmUpTurns, isKept: turn >= 0);
        }

        Report.Line($"  {none.Name,-28} {none.Microseconds.Average(),6:0.0} µs");
        foreach (var way in ways)
            way.Print(none);
        foreach (var way in ways.Append(none))
            await way.DisposeAsync();

        Task<Way> StartAsync(string name, string description, double bar, Signer signer, bool isNewEachTurn)
        {
            var signed = new Dictionary<string, string>();
            return Way.StartAsync(
                bench,
                name,
                description,
                bar,
                user => isNewEachTurn || !signed.TryGetValue(user, out var token) ? signed[user] = signer.Sign(user) : token,
                store => store.SigningKeys.AddAsync(signer.Key, default));
        }
    }

    private static (string Text, ApiKey Key) NewApiKey()
    {
        var id = new UlidSource(TimeProvider.System).Next<ApiKeyId>();
        var text = ApiKeyText.Create(id);
        return (text.Reveal(), new ApiKey
        {
            Id = id,
            Name = "Benchmark",
            OrganisationId = Population.Organisation,
            HubIds = [],
            Scopes = KeyScopes.Write,
            Hash = text.Hash,
            CreatedAt = TimeProvider.System.GetUtcNowToTheMillisecond(),
        });
    }

    /// <summary>A way to authenticate, and the service that asks for it.</summary>
    private sealed class Way(
        ServiceProcess service,
        string name,
        double bar,
        Func<string, string?> authorize,
        ImmutableArray<string> users,
        ImmutableArray<string> integrations) : IAsyncDisposable
    {
        private readonly GrpcChannel channel = GrpcChannel.ForAddress(service.Grpc);

        public string Name => name;

        /// <summary>The processor time of a create in each turn.</summary>
        public List<double> Microseconds { get; } = [];

        public static async Task<Way> StartAsync(
            Workbench bench,
            string name,
            string description,
            double bar,
            Func<string, string?> authorize,
            Func<IStore, Task>? prepareAsync)
        {
            ImmutableArray<string> integrations, users;
            await using (var store = await bench.OpenAsync(name))
            {
                var population = new Population(store);
                integrations = [.. (await population.AddIntegrationsAsync(WarmUpTurns + Turns)).Select(i => i.Id.ToString())];
                users = await population.AddUsersAsync("user", CreatesPerTurn);
                if (prepareAsync is not null)
                    await prepareAsync(store);
            }

            var mode = prepareAsync is null ? "none" : "required";
            var service = await ServiceProcess.StartAsync(bench.Folder, [.. bench.ArgumentsFor(name), $"--Activations:Auth:Mode={mode}"]);
            return new Way(service, description, bar, authorize, users, integrations);
        }

        /// <summary>Activates the turn's integration for every user.</summary>
        public async Task MeasureAsync(int turn, bool isKept)
        {
            var calls = users.Select(user => (User: user, Headers: HeadersOf(user))).ToList();
            var client = new ActivationService.ActivationServiceClient(channel);
            var before = service.ProcessorTime;
            await Population.ForEachAsync(
                calls,
                call => client.CreateActivationAsync(
                    new CreateActivationRequest { UserId = call.User, IntegrationId = integrations[turn] }, call.Headers).ResponseAsync,
                Callers);
            if (isKept)
                Microseconds.Add((service.ProcessorTime - before).TotalMicroseconds / calls.Count);
        }

        public void Print(Way none)
        {
            var ratios = Microseconds.Zip(none.Microseconds, (own, nobody) => own / nobody).ToList();
            var (mean, halfWidth) = Report.MeanWithInterval(ratios);
            Report.Line($"  {name,-28} {Microseconds.Average(),6:0.0} µs  {mean:0.000}x ± {halfWidth:0.000}");
            if (bar > 0)
                Report.AtMost(mean, bar);
        }

        public async ValueTask DisposeAsync()
        {
            channel.Dispose();
            await service.DisposeAsync();
        }

        private Metadata HeadersOf(string user)
        {
            var headers = new Metadata();
            if (authorize(user) is { } credentials)
                headers.Add("authorization", credentials);
            return headers;
        }
    }

    /// <summary>The owner of a hub, who signs tokens (RFC 7515).</summary>
    private sealed class Signer(AsymmetricAlgorithm algorithm)
    {
        private readonly string algorithmName = algorithm is RSA ? "RS256" : "ES256";

        public SigningKey Key => new()
        {
            Id = KeyId,
            HubId = Id.Parse<HubId>(Population.HubText),
            OrganisationId = Population.Organisation,
            Name = "Benchmark",
            Algorithm = algorithmName,
            PublicKeyPem = algorithm.ExportSubjectPublicKeyInfoPem(),
            CreatedAt = TimeProvider.System.GetUtcNowToTheMillisecond(),
        };

        public string Sign(string user)
        {
            var now = TimeProvider.System.GetUtcNow();
            var claims = string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"iss":"https://owner.example/sk/{{KeyId}}","sub":"{{user}}","iat":{{now.ToUnixTimeSeconds()}},"exp":{{now.AddHours(1).ToUnixTimeSeconds()}},"jti":"{{Guid.NewGuid()}}"}""");
            var signed = $"{Encode($$"""{"alg":"{{algorithmName}}","typ":"JWT"}""")}.{Encode(claims)}";
            var bytes = Encoding.ASCII.GetBytes(signed);
            var signature = algorithm is RSA rsa
                ? rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
                : ((ECDsa)algorithm).SignData(bytes, HashAlgorithmName.SHA256);
            return $"JWT {signed}.{Base64Url.EncodeToString(signature)}";
        }

        private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
    }
}
