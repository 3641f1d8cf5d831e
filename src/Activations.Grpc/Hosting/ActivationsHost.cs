using Activations.EndUsers;
using Activations.Grpc.Access;
using Activations.Grpc.Configuration;
using Activations.Grpc.Demo;
using Activations.Grpc.Errors;
using Activations.Grpc.Limits;
using Activations.Grpc.OpenApi;
using Activations.Grpc.Rest;
using Activations.Grpc.Schemas;
using Activations.Grpc.Services;
using Activations.Grpc.Telemetry;
using Activations.Grpc.Tls;
using Activations.Grpc.Transfer;
using Activations.Hubs;
using Activations.Identifiers;
using Activations.Integrations;
using Activations.Secrets;
using Activations.Stores;
using Activations.Stores.Mongo;
using Activations.Stores.Sqlite;
using Activations.Telemetry;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace Activations.Grpc.Hosting;

/// <summary>Composes the service.</summary>
internal static class ActivationsHost
{
    private const int RecordBytes = 64 * 1024 * 1024;

    /// <summary>The service, not started.</summary>
    /// <param name="args">The command line: configuration keys, and <c>--demo</c> anywhere.</param>
    /// <param name="replaceServices">Called when all services are registered, so that a test can put in its own.</param>
    /// <param name="onlySocket">The path of a socket to listen on and nowhere else, for a command of the operator's.</param>
    /// <exception cref="InvalidConfigurationException">The configuration can't be used.</exception>
    public static WebApplication Build(
        string[] args, Action<IServiceCollection>? replaceServices = null, string? onlySocket = null)
    {
        var builder = CreateBuilder(args);
        var options = ReadOptions(builder, args);
        if (IsDemo(args))
            AddDemo(builder.Services, options);

        if (onlySocket is null)
            builder.WebHost.Listen(options);
        OperatorSocket.Listen(builder.WebHost, options.Store, onlySocket);
        AddService(builder.Services, options);
        TelemetryServices.Add(builder, options, isExported: onlySocket is null);
        replaceServices?.Invoke(builder.Services);

        var app = builder.Build();
        Map(app);
        return app;
    }

    /// <summary>The options that a service started with this command line has.</summary>
    /// <exception cref="InvalidConfigurationException">The configuration can't be used.</exception>
    public static ActivationsOptions ReadOptions(string[] args) => ReadOptions(CreateBuilder(args), args);

    /// <summary>
    /// Closes a service that was stopped: first the store, which another service may wait for; what is left of telemetry may take
    /// a while, since a collector may be away.
    /// </summary>
    public static async Task CloseAsync(this WebApplication app)
    {
        await app.Services.GetRequiredService<IStore>().DisposeAsync();
        await TelemetryServices.ExportRestAsync(app.Services);
    }

    private static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [.. args.Where(a => a != DemoRun.Switch)],
            ContentRootPath = AppContext.BaseDirectory, // where appsettings.json is, wherever the service is started from
        });
        SettingsFolder.Add(builder.Configuration);
        return builder;
    }

    private static ActivationsOptions ReadOptions(WebApplicationBuilder builder, string[] args) => ActivationsConfiguration.Read(
        builder.Configuration, isTrial: IsDemo(args) || builder.Environment.IsDevelopment());

    private static bool IsDemo(string[] args) => args.Contains(DemoRun.Switch);

    private static void AddDemo(IServiceCollection services, ActivationsOptions options)
    {
        services.AddSingleton<IStartupData, DemoCatalogue>();
        if (DemoSecretsKey.Provide(options) is { } key)
            services.AddSingleton(key);
    }

    private static void AddService(IServiceCollection services, ActivationsOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Limits);
        services.AddSingleton(options.Tls);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IIdSource, UlidSource>();
        AddStore(services, options);
        AddDomain(services);
        AddAccess(services);
        AddCalls(services, options);
        services.AddSingleton<CallRates>();
        services.AddSingleton<TlsHandshakes>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Drain.Patience);
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(OriginsOf(options.Cors))
            .AllowAnyHeader()
            .AllowAnyMethod()
            .WithExposedHeaders("idempotent-replayed", "Retry-After", TraceIds.Header)
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
    }

    private static void AddStore(IServiceCollection services, ActivationsOptions options)
    {
        services.AddSingleton(new Sealer(options.Secrets.Keys));
        services.AddSingleton<StoreDamage>();
        services.AddSingleton<IStore>(provider => new SealedStore(
            CreateStore(options.Store, provider), provider.GetRequiredService<Sealer>()));
        if (options.Secrets.Keys.Active is null)
            services.AddHostedService<MissingKey>();
        services.AddSingleton<StoreWarnings>();
        services.AddSingleton<StoreReadiness>();
        services.AddHostedService(provider => provider.GetRequiredService<StoreReadiness>());
    }

    private static void AddCalls(IServiceCollection services, ActivationsOptions options)
    {
        services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<ErrorInterceptor>();
            grpc.Interceptors.Add<Admission>();
            grpc.MaxReceiveMessageSize = options.Limits.MaxBodyBytes;
            grpc.IgnoreUnknownServices = true; // its catch-all would match REST paths of two segments: 404 instead of 405
        })
            // A record may be larger than the request that made it: its secrets are encrypted, and an integration has many parts.
            .AddServiceOptions<AdminService>(admin => admin.MaxReceiveMessageSize = RecordBytes)
            .AddJsonTranscoding();
        services.AddSingleton<Admission>();
        services.AddGrpcReflection();
        services.AddHealthChecks();
        services.AddGrpcHealthChecks(health => health.Services.Map("", _ => true))
            .AddCheck<StoreReadiness>("store");
        services.AddSingleton<ListCounts>();
        services.AddSingleton<ActivationService>();
        services.AddSingleton<HubService>();
        services.AddSingleton<EndUserService>();
        services.AddSingleton<ConnectionService>();
        services.AddSingleton<IntegrationService>();
        services.AddSingleton<EmbedService>();
        services.AddSingleton<AdminService>();
        services.AddSingleton<ApiDocument>();
        services.AddSingleton<RecordExport>();
        services.AddSingleton<RecordImport>();
    }

    /// <summary>A policy takes <c>*</c> for any origin only where it stands alone.</summary>
    private static string[] OriginsOf(CorsOptions cors) =>
        cors.AllowedOrigins.Contains(CorsOptions.AnyOrigin) ? [CorsOptions.AnyOrigin] : cors.AllowedOrigins;

    private static void AddDomain(IServiceCollection services)
    {
        services.AddSingleton(provider => provider.GetRequiredService<IStore>().Hubs);
        services.AddSingleton(provider => provider.GetRequiredService<IStore>().Integrations);
        services.AddSingleton(provider => provider.GetRequiredService<IStore>().EndUsers);
        services.AddSingleton<VariablesSchemas>();
        services.AddSingleton<IVariablesSchemas>(provider => provider.GetRequiredService<VariablesSchemas>());
        services.AddSingleton<Activate>();
        services.AddSingleton<Connect>();
        services.AddSingleton<Reconnect>();
        services.AddSingleton<Register>();
        services.AddSingleton<HubChanger>();
        services.AddSingleton<IntegrationChanger>();
        services.AddSingleton<EndUserChanger>();
        services.AddSingleton<SecretRotation>();
    }

    private static void AddAccess(IServiceCollection services)
    {
        services.AddSingleton<AuditLog>();
        services.AddSingleton<KnownApiKeys>();
        services.AddSingleton<KnownSigningKeys>();
        services.AddSingleton<EndUserTokens>();
        services.AddSingleton<KeyUses>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUses>());
        services.AddSingleton<Callers>();
        services.AddSingleton<RpcRules>();
    }

    private static IStore CreateStore(StoreOptions options, IServiceProvider provider) => options.Provider == StoreOptions.SqliteProvider
        ? new SqliteStore(new SqliteStoreOptions
        {
            Path = options.Sqlite.Path,
            ReportDamage = provider.GetRequiredService<StoreDamage>().Report,
            Instruments = provider.GetRequiredService<Instruments>(),
        })
        : CreateMongoStore(options.MongoDb, provider);

    private static MongoStore CreateMongoStore(MongoDbOptions options, IServiceProvider provider)
    {
        var store = new MongoStore(
            new MongoStoreOptions
            {
                ConnectionString = options.ConnectionString!,
                Database = options.Database,
                Instruments = provider.GetRequiredService<Instruments>(),
            },
            provider.GetRequiredService<TimeProvider>());
        provider.GetRequiredService<StoreWarnings>().Log(store.Warnings);
        return store;
    }

    private static void Map(WebApplication app)
    {
        app.UseMiddleware<RequestTelemetry>();
        app.UseMiddleware<RestErrors>();
        app.UseMiddleware<UnreadableMessages>();
        app.UsePathsAsTheyWereSent();
        app.UseCors();
        app.UseMiddleware<Drain>();
        app.UseMiddleware<NotReady>();
        app.UseMiddleware<CallDeadlines>();
        app.UseMiddleware<Authentication>();
        app.Use(app.Services.GetRequiredService<CallRates>().InvokeAsync);
        app.UseMiddleware<Access.Authorization>();
        app.UseMiddleware<SuccessStatuses>();
        app.UseMiddleware<JsonBody>();

        app.MapGrpcService<ActivationService>();
        app.MapGrpcService<HubService>();
        app.MapGrpcService<EndUserService>();
        app.MapGrpcService<ConnectionService>();
        app.MapGrpcService<IntegrationService>();
        app.MapGrpcService<EmbedService>();
        app.MapGrpcService<AdminService>();
        UnknownVerbs.Map(app);
        DocumentationEndpoints.Map(app);
        TelemetryServices.Map(app);
        app.MapGrpcHealthChecksService().WithMetadata(Unlimited.Mark);
        app.MapGrpcReflectionService();
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods("/healthz", methods, () => Results.Json(new { message = "ok" })).WithMetadata(Unlimited.Mark);
        app.MapHealthChecks("/readyz", new HealthCheckOptions
        {
            ResponseWriter = (context, _) => context.Response.WriteAsJsonAsync(new { message = "ready" }),
        }).WithMetadata(new HttpMethodMetadata(methods), Unlimited.Mark);
    }
}
