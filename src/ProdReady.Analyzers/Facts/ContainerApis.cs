namespace ProdReady.Facts;

/// <summary>The container of services.</summary>
internal static class ContainerApis
{
    /// <summary>Have the container look for what is missing or lives too long.</summary>
    public static readonly Api[] LookForMistakes =
    [
        new("Microsoft.Extensions.DependencyInjection.ServiceProviderOptions", "ValidateScopes", "ValidateOnBuild"),
    ];

    /// <summary>Ask for a service that may be missing: the answer is null then.</summary>
    public static readonly Api[] Ask =
    [
        new("Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions", "GetService"),
        new("Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions", "GetKeyedService"),
        new("Microsoft.Extensions.DependencyInjection.ServiceProvider", "GetService"),
        new("System.IServiceProvider", "GetService"),
    ];

    /// <summary>Has the calls that ask for a service which must be there.</summary>
    public const string Required = "Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions";

    /// <summary>Services that the host always has.</summary>
    public static readonly string[] AlwaysThere =
    [
        "Microsoft.Extensions.Configuration.IConfiguration",
        "Microsoft.Extensions.DependencyInjection.IServiceScopeFactory",
        "Microsoft.Extensions.Hosting.IHostApplicationLifetime",
        "Microsoft.Extensions.Hosting.IHostEnvironment",
        "Microsoft.Extensions.Logging.ILoggerFactory",
        "Microsoft.Extensions.Logging.ILogger`1",
        "Microsoft.Extensions.Options.IOptions`1",
        "Microsoft.Extensions.Options.IOptionsMonitor`1",
        "Microsoft.Extensions.Options.IOptionsSnapshot`1",
        "Microsoft.AspNetCore.Hosting.IWebHostEnvironment",
        "System.Collections.Generic.IEnumerable`1",
        "System.Diagnostics.DiagnosticListener",
        "System.IServiceProvider",
    ];
}
