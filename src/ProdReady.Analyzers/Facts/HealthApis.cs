namespace ProdReady.Facts;

/// <summary>Health checks and the endpoints that show them.</summary>
internal static class HealthApis
{
    /// <summary>Give the host an endpoint that an orchestrator can ask.</summary>
    public static readonly Api[] MapEndpoint =
    [
        new("Microsoft.AspNetCore.Builder.HealthCheckEndpointRouteBuilderExtensions", "MapHealthChecks"),
        new("Microsoft.AspNetCore.Builder.HealthCheckApplicationBuilderExtensions", "UseHealthChecks"),
        new("Microsoft.AspNetCore.Builder.GrpcHealthChecksEndpointRouteBuilderExtensions", "MapGrpcHealthChecksService") { Package = "Grpc.AspNetCore.HealthChecks" },
    ];

    /// <summary>Register the service that runs the checks.</summary>
    public static readonly Api[] Register =
    [
        new("Microsoft.Extensions.DependencyInjection.HealthCheckServiceCollectionExtensions", "AddHealthChecks"),
    ];

    /// <summary>The assembly an endpoint helper cannot do without: whoever does not reference it does not map health.</summary>
    public const string EndpointAssembly = "Microsoft.AspNetCore.Diagnostics.HealthChecks";

    /// <summary>The assemblies of the service that runs the checks, and of who is told of them: the same holds.</summary>
    public const string RegistrationAssembly = "Microsoft.Extensions.Diagnostics.HealthChecks";

    /// <inheritdoc cref="RegistrationAssembly"/>
    public const string PublisherAssembly = "Microsoft.Extensions.Diagnostics.HealthChecks.Abstractions";

    /// <summary>Who is told of the health at intervals, and shows it: for hosts that nobody can ask.</summary>
    public const string Publisher = "Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheckPublisher";

    /// <summary>What an endpoint of health is told: which checks it runs, and what it answers.</summary>
    public const string Options = "Microsoft.AspNetCore.Diagnostics.HealthChecks.HealthCheckOptions";

    /// <summary>What checks are added to.</summary>
    public const string Builder = "Microsoft.Extensions.DependencyInjection.IHealthChecksBuilder";
}
