using Microsoft.CodeAnalysis;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What other assemblies cannot have done for the health of a host.</summary>
internal static class HealthOracles
{
    /// <summary>Map an endpoint.</summary>
    public static AssemblyOracle OfMapping(Compilation compilation) => new(compilation, HealthApis.EndpointAssembly, HealthNames.MayBeIn);

    /// <summary>Register the service that runs the checks.</summary>
    public static AssemblyOracle OfRegistering(Compilation compilation) => new(compilation, HealthApis.RegistrationAssembly, text => text.Contains("AddHealthChecks"));

    /// <summary>Publish the health.</summary>
    public static AssemblyOracle OfPublishing(Compilation compilation) => new(compilation, HealthApis.PublisherAssembly, text => text.Contains("IHealthCheckPublisher"));
}
