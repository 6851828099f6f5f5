using Microsoft.CodeAnalysis;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Helpers of other assemblies that get hold of the application, and could do to it what we look for.</summary>
internal sealed class HostExtensions(Known known, AssemblyOracle oracle)
{
    /// <summary>The types through which a helper reaches the application.</summary>
    private static readonly HashSet<string> HostTypes = new()
    {
        "IApplicationBuilder", "WebApplication", "IEndpointRouteBuilder", "WebApplicationBuilder", "IHostApplicationBuilder", "IHostBuilder", "IWebHostBuilder", "IServiceCollection", "IHost",
    };

    private readonly Lazy<HashSet<string>> _names = new(() => FindNames(known.Compilation, oracle));

    /// <summary>The names of all such helpers: only calls by one of them are worth binding.</summary>
    public IReadOnlyCollection<string> Names => _names.Value;

    /// <summary>Whether <paramref name="method"/> is such a helper.</summary>
    public bool Has(IMethodSymbol method)
    {
        var called = method.ReducedFrom ?? method;
        return called.ContainingAssembly is { } assembly && !SymbolEqualityComparer.Default.Equals(assembly, known.Compilation.Assembly)
            && GetsHost(called) && oracle.MayUse(assembly);
    }

    private static HashSet<string> FindNames(Compilation compilation, AssemblyOracle oracle) =>
        new(compilation.SourceModule.ReferencedAssemblySymbols
            .Where(oracle.MayUse)
            .SelectMany(assembly => Types(assembly.GlobalNamespace))
            .SelectMany(type => type.GetMembers().OfType<IMethodSymbol>())
            .Where(GetsHost)
            .Select(method => method.Name));

    private static bool GetsHost(IMethodSymbol method) => method.Parameters.Any(parameter => IsHost(parameter.Type)) || IsHost(method.ContainingType);

    private static bool IsHost(ITypeSymbol? type) =>
        type is not null && HostTypes.Contains(type.Name)
        || type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(IsHost);

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(Types));
}
