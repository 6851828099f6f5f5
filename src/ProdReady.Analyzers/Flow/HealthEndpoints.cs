using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether the application shows its health to anybody.</summary>
internal sealed class HealthEndpoints
{
    private readonly Known _known;
    private readonly HostExtensions _helpers;
    private readonly Lazy<bool> _mayExist;
    private readonly Lazy<bool> _servesHttp;
    private readonly Lazy<bool> _registered;

    public HealthEndpoints(Known known)
    {
        _known = known;
        _helpers = new HostExtensions(known, new AssemblyOracle(known.Compilation, HealthApis.EndpointAssembly, HealthApis.MapEndpoint));
        _mayExist = new(() => IsNamed() || IsMapped() || IsMappedOutOfSight() || IsUnclear());
        _servesHttp = new(() => known.HasCall(HostApis.ServeHttp));
        _registered = new(() => known.HasCall(HealthApis.Register));
    }

    /// <summary>
    /// Whether some code of the compilation maps a health endpoint, routes a path that is named like one, declares a type that is, or calls a helper of
    /// another assembly that could map one.
    /// </summary>
    public bool MayExist => _mayExist.Value;

    /// <summary>Whether some code of the compilation makes a host that serves HTTP.</summary>
    public bool ServesHttp => _servesHttp.Value;

    /// <summary>Whether some code of the compilation registers health checks.</summary>
    public bool AreRegistered => _registered.Value;

    private bool IsNamed() => _known.Compilation.SyntaxTrees.Any(tree =>
        HealthNames.MayBeIn(SourceSearch.Text(tree)) && tree.GetRoot().DescendantNodes().Any(HealthNames.Has));

    /// <summary>By the table, to which users may add mappings of their own.</summary>
    private bool IsMapped() => _known.HasCall(HealthApis.MapEndpoint);

    private bool IsMappedOutOfSight() => _known.AnyCall(_helpers.Names, operation => operation is not IInvocationOperation call || _helpers.Has(call.TargetMethod));

    /// <summary>A call beside the entry point that does not bind may be anything.</summary>
    private bool IsUnclear() =>
        _known.Compilation.GetEntryPoint(default)?.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax().DescendantNodes().OfType<InvocationExpressionSyntax>()
                .Any(call => _known.Bodies.Model(reference.SyntaxTree).GetOperation(call) is IInvalidOperation)) == true;
}
