using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether something may limit all health checks of an application at once.</summary>
internal sealed class CheckLimits
{
    private static readonly string[] Hints = ["HealthCheckServiceOptions", "RequestTimeout"];

    private readonly Lazy<bool> _mayBeSet;

    public CheckLimits(Known known)
    {
        var helpers = new HostExtensions(known, new AssemblyOracle(known.Compilation, HealthApis.RegistrationAssembly, MayBeIn), byBuilder: true);
        _mayBeSet = new(() =>
            known.Compilation.SyntaxTrees.Any(tree => MayBeIn(SourceSearch.Text(tree)))
            || known.AnyCall(helpers.Names, operation => operation is not Microsoft.CodeAnalysis.Operations.IInvocationOperation call || helpers.Has(call.TargetMethod)));
    }

    /// <summary>
    /// Whether the options of all checks, or a timeout of requests, are named in the source, or a helper of another assembly, which gets hold of the services,
    /// could set them.
    /// </summary>
    public bool MayBeSet => _mayBeSet.Value;

    private static bool MayBeIn(string source) => Hints.Any(source.Contains);
}
