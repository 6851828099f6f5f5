namespace ProdReady.Facts;

/// <summary>The code of health checks: what they answer, and how they are registered.</summary>
internal static class HealthCheckApis
{
    public const string Check = "Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheck";

    public const string Context = "Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckContext";

    public const string Result = "Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult";

    public const string Status = "Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus";

    /// <summary>Holds all registrations; who configures it may give each of them a timeout.</summary>
    public const string ServiceOptions = "Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckServiceOptions";

    /// <summary>Register a check that is written in a class or a lambda.</summary>
    public static readonly Api[] Add =
    [
        new("Microsoft.Extensions.DependencyInjection.HealthChecksBuilderAddCheckExtensions", "AddCheck", "AddTypeActivatedCheck"),
        new("Microsoft.Extensions.DependencyInjection.HealthChecksBuilderDelegateExtensions", "AddCheck", "AddAsyncCheck"),
    ];

    /// <summary>Register a check that asks the database of a context.</summary>
    public static readonly Api[] AddDatabase =
    [
        new("Microsoft.Extensions.DependencyInjection.EntityFrameworkCoreHealthChecksBuilderExtensions", "AddDbContextCheck") { Package = "Microsoft.Extensions.Diagnostics.HealthChecks.EntityFrameworkCore" },
    ];

    /// <summary>Make a registration by hand.</summary>
    public static readonly Api[] Make =
    [
        new("Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckRegistration", ".ctor"),
    ];

    /// <summary>Make an answer.</summary>
    public static readonly Api[] Answer =
    [
        new(Result, "Healthy", "Degraded", "Unhealthy"),
    ];
}
