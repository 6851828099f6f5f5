using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>How the host of the application shows its health: by which endpoints, and what stands behind them.</summary>
internal sealed class HostHealth(Known known)
{
    private readonly Lazy<IReadOnlyList<HealthMapping>> _mappings = new(() => new HealthMappings(known, known.Host).All);
    private readonly Lazy<IReadOnlyList<HealthCheckFacts>> _checks = new(() => new HealthChecks(known, known.Host).All);

    /// <summary>The endpoints that production has, in the order in which they are mapped.</summary>
    public IEnumerable<HealthMapping> Mappings => _mappings.Value.Where(mapping => mapping.Step.IsInProduction);

    /// <summary>The checks that production has, in the order in which they are registered.</summary>
    public IEnumerable<HealthCheckFacts> Checks => _checks.Value.Where(check => check.Step.IsInProduction);

    /// <summary>The endpoint that a call maps in production; null when it maps none.</summary>
    public HealthMapping? MappedBy(IInvocationOperation call) => Mappings.FirstOrDefault(mapping => mapping.Step.Call.Syntax == call.Syntax);
}
