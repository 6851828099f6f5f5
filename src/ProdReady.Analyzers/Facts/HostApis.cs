namespace ProdReady.Facts;

/// <summary>The generic host, the web host and what is built on them.</summary>
internal static class HostApis
{
    /// <summary>Build, start or run a host: where a failed start surfaces as an exception.</summary>
    public static readonly Api[] Start =
    [
        new("Microsoft.Extensions.Hosting.IHost", "StartAsync"),
        new("Microsoft.Extensions.Hosting.IHostBuilder", "Build"),
        new("Microsoft.Extensions.Hosting.HostBuilder", "Build"),
        new("Microsoft.Extensions.Hosting.HostApplicationBuilder", "Build"),
        new("Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions", "Run", "RunAsync", "Start"),
        new("Microsoft.Extensions.Hosting.HostingAbstractionsHostBuilderExtensions", "Start", "StartAsync"),
        new("Microsoft.Extensions.Hosting.HostingHostBuilderExtensions", "RunConsoleAsync"),
        new("Microsoft.AspNetCore.Builder.WebApplication", "Run", "RunAsync", "StartAsync"),
        new("Microsoft.AspNetCore.Builder.WebApplicationBuilder", "Build"),
        new("Microsoft.AspNetCore.Hosting.IWebHost", "Start", "StartAsync"),
        new("Microsoft.AspNetCore.Hosting.IWebHostBuilder", "Build"),
        new("Microsoft.AspNetCore.Hosting.WebHostBuilder", "Build"),
        new("Microsoft.AspNetCore.Hosting.WebHostExtensions", "Run", "RunAsync"),
    ];

    /// <summary>Run a host until it is told to stop.</summary>
    public static readonly Api[] Run =
    [
        new("Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions", "Run", "RunAsync", "WaitForShutdown", "WaitForShutdownAsync"),
        new("Microsoft.Extensions.Hosting.HostingHostBuilderExtensions", "RunConsoleAsync"),
        new("Microsoft.AspNetCore.Builder.WebApplication", "Run", "RunAsync"),
        new("Microsoft.AspNetCore.Hosting.WebHostExtensions", "Run", "RunAsync", "WaitForShutdown", "WaitForShutdownAsync"),
    ];

    /// <summary>Run a host that watches its background services; that of the old web host looks at none of them.</summary>
    public static readonly Api[] RunWorkers =
    [
        new("Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions", "Run", "RunAsync", "WaitForShutdown", "WaitForShutdownAsync"),
        new("Microsoft.Extensions.Hosting.HostingHostBuilderExtensions", "RunConsoleAsync"),
        new("Microsoft.AspNetCore.Builder.WebApplication", "Run", "RunAsync"),
    ];

    /// <summary>Make or run a generic host, which validates options when it starts; the old web host does not.</summary>
    public static readonly Api[] MakeGenericHost = RunWorkers.Concat(new Api[]
    {
        new("Microsoft.Extensions.Hosting.Host", "CreateDefaultBuilder", "CreateApplicationBuilder", "CreateEmptyApplicationBuilder"),
        new("Microsoft.AspNetCore.Builder.WebApplication", "Create", "CreateBuilder", "CreateSlimBuilder", "CreateEmptyBuilder"),
    }).ToArray();

    /// <summary>Say for how long the host waits for its services when it stops.</summary>
    public static readonly Api[] LimitShutdown =
    [
        new("Microsoft.Extensions.Hosting.HostOptions", "ShutdownTimeout"),
        new("Microsoft.AspNetCore.Hosting.HostingAbstractionsWebHostBuilderExtensions", "UseShutdownTimeout"),
    ];

    /// <summary>Start a host and come back: somebody else has to wait for the end, and to stop it.</summary>
    public static readonly Api[] StartOnly =
    [
        new("Microsoft.Extensions.Hosting.IHost", "StartAsync"),
        new("Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions", "Start"),
        new("Microsoft.Extensions.Hosting.HostingAbstractionsHostBuilderExtensions", "Start", "StartAsync"),
        new("Microsoft.AspNetCore.Builder.WebApplication", "StartAsync"),
        new("Microsoft.AspNetCore.Hosting.IWebHost", "Start", "StartAsync"),
    ];

    /// <summary>Run a host until it is told to stop, as a task.</summary>
    public static readonly Api[] RunAsync =
    [
        new("Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions", "RunAsync", "WaitForShutdownAsync"),
        new("Microsoft.Extensions.Hosting.HostingHostBuilderExtensions", "RunConsoleAsync"),
        new("Microsoft.AspNetCore.Builder.WebApplication", "RunAsync"),
        new("Microsoft.AspNetCore.Hosting.WebHostExtensions", "RunAsync", "WaitForShutdownAsync"),
    ];

    /// <summary>Stop a host.</summary>
    public static readonly Api[] Stop =
    [
        new("Microsoft.Extensions.Hosting.IHost", "StopAsync"),
        new("Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions", "StopAsync"),
        new("Microsoft.AspNetCore.Builder.WebApplication", "StopAsync"),
        new("Microsoft.AspNetCore.Hosting.IWebHost", "StopAsync"),
        new("Microsoft.AspNetCore.Hosting.WebHostExtensions", "StopAsync"),
    ];

    /// <summary>Make a host serve HTTP.</summary>
    public static readonly Api[] ServeHttp =
    [
        new("Microsoft.AspNetCore.Builder.WebApplication", "Create", "CreateBuilder", "CreateSlimBuilder", "CreateEmptyBuilder"),
        new("Microsoft.Extensions.Hosting.GenericHostBuilderExtensions", "ConfigureWebHostDefaults"),
        new("Microsoft.Extensions.Hosting.GenericHostWebHostBuilderExtensions", "ConfigureWebHost"),
        new("Microsoft.AspNetCore.WebHost", "CreateDefaultBuilder", "Start", "StartWith"),
    ];

    /// <summary>Give up the process with an exit code, or at once.</summary>
    public static readonly Api[] EndProcess =
    [
        new("System.Environment", "Exit", "FailFast"),
        new("System.Diagnostics.Process", "Kill"),
    ];

    /// <summary>Have the host stop, and with it the process: with exit code 0 unless one is set.</summary>
    public static readonly Api[] StopHost =
    [
        new("Microsoft.Extensions.Hosting.IHostApplicationLifetime", "StopApplication"),
        new("Microsoft.Extensions.Hosting.IApplicationLifetime", "StopApplication"),
        new("Microsoft.AspNetCore.Hosting.IApplicationLifetime", "StopApplication"),
    ];

    /// <summary>Ask whether this is a developer's machine.</summary>
    public static readonly Api[] AskForDevelopment =
    [
        new("Microsoft.Extensions.Hosting.HostEnvironmentEnvExtensions", "IsDevelopment"),
        new("Microsoft.AspNetCore.Hosting.HostingEnvironmentExtensions", "IsDevelopment"),
    ];

    /// <summary>Ask whether this is where users are.</summary>
    public static readonly Api[] AskForProduction =
    [
        new("Microsoft.Extensions.Hosting.HostEnvironmentEnvExtensions", "IsProduction"),
        new("Microsoft.AspNetCore.Hosting.HostingEnvironmentExtensions", "IsProduction"),
    ];

    /// <summary>A hosted service that is told of each step of start and stop.</summary>
    public const string HostedLifecycleService = "Microsoft.Extensions.Hosting.IHostedLifecycleService";

    /// <summary>Tokens that are cancelled when the host stops: before the hosted services are stopped, and after.</summary>
    public static readonly Api[] StopSignals =
    [
        new("Microsoft.Extensions.Hosting.IHostApplicationLifetime", "ApplicationStopping", "ApplicationStopped"),
        new("Microsoft.Extensions.Hosting.IApplicationLifetime", "ApplicationStopping", "ApplicationStopped"),
        new("Microsoft.AspNetCore.Hosting.IApplicationLifetime", "ApplicationStopping", "ApplicationStopped"),
    ];

    /// <summary>Ask for an environment by its name.</summary>
    public static readonly Api[] AskForEnvironment =
    [
        new("Microsoft.Extensions.Hosting.HostEnvironmentEnvExtensions", "IsEnvironment"),
        new("Microsoft.AspNetCore.Hosting.HostingEnvironmentExtensions", "IsEnvironment"),
    ];

    /// <summary>Name the class whose methods set up a web application.</summary>
    public static readonly Api[] UseStartup =
    [
        new("Microsoft.AspNetCore.Hosting.WebHostBuilderExtensions", "UseStartup"),
    ];

    /// <summary>A service that adds to the pipeline of a web application before it starts.</summary>
    public const string StartupFilter = "Microsoft.AspNetCore.Hosting.IStartupFilter";

    /// <summary>The parts of a host that code which sets it up has in hand.</summary>
    public static readonly string[] Parts =
    [
        "Microsoft.Extensions.DependencyInjection.IServiceCollection",
        "Microsoft.Extensions.DependencyInjection.IHealthChecksBuilder",
        "Microsoft.Extensions.Hosting.IHost",
        "Microsoft.Extensions.Hosting.IHostBuilder",
        "Microsoft.Extensions.Hosting.IHostApplicationBuilder",
        "Microsoft.Extensions.Hosting.HostApplicationBuilder",
        "Microsoft.AspNetCore.Builder.WebApplicationBuilder",
        "Microsoft.AspNetCore.Authorization.AuthorizationBuilder",
        "Microsoft.AspNetCore.Builder.IApplicationBuilder",
        "Microsoft.AspNetCore.Builder.IEndpointConventionBuilder",
        "Microsoft.AspNetCore.Routing.IEndpointRouteBuilder",
        "Microsoft.AspNetCore.Hosting.IWebHost",
        "Microsoft.AspNetCore.Hosting.IWebHostBuilder",
        "OpenTelemetry.IOpenTelemetryBuilder",
        "OpenTelemetry.Metrics.MeterProviderBuilder",
        "OpenTelemetry.Trace.TracerProviderBuilder",
    ];
}
