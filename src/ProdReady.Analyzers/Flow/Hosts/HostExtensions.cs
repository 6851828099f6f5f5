using Microsoft.CodeAnalysis;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Helpers of other assemblies that get hold of the application, and could do to it what we look for.</summary>
/// <param name="known">The compilation.</param>
/// <param name="oracle">What can be told of the assembly of a helper.</param>
/// <param name="told">What the library itself says of the method; null when it says nothing.</param>
/// <param name="byBuilder">Whether a helper that is given no more than a builder could do it too, where nothing can be told of its assembly.</param>
internal sealed class HostExtensions(Known known, AssemblyOracle oracle, Func<IMethodSymbol, bool?>? told = null, bool byBuilder = false)
{
    /// <summary>Who has one of these can map anything.</summary>
    private static readonly HashSet<string> Applications = new() { "IApplicationBuilder", "WebApplication", "IEndpointRouteBuilder", "IHost", "IWebHost", "IHostBuilder", "IWebHostBuilder" };

    /// <summary>Who has one of these can map only by way of a start-up filter.</summary>
    private static readonly HashSet<string> Builders = new() { "WebApplicationBuilder", "IHostApplicationBuilder", "IServiceCollection" };

    private readonly Lazy<HashSet<string>> _names = new(() => FindNames(known.Compilation, oracle, byBuilder));

    /// <summary>The names of all such helpers: only calls by one of them are worth binding.</summary>
    public IReadOnlyCollection<string> Names => _names.Value;

    /// <summary>Whether <paramref name="method"/> is such a helper.</summary>
    public bool Has(IMethodSymbol method)
    {
        var called = method.ReducedFrom ?? method;
        return called.ContainingAssembly is { } assembly && !SymbolEqualityComparer.Default.Equals(assembly, known.Compilation.Assembly)
            && (told?.Invoke(called) ?? CouldMap(called, oracle.Uses(assembly), byBuilder));
    }

    /// <summary>Whether the method has an application in hand, and not only what one is built from.</summary>
    public static bool HasApplication(IMethodSymbol method) => Has(method, Applications);

    private static HashSet<string> FindNames(Compilation compilation, AssemblyOracle oracle, bool byBuilder) =>
        new(compilation.SourceModule.ReferencedAssemblySymbols
            .Select(assembly => (Assembly: assembly, Uses: oracle.Uses(assembly)))
            .Where(pair => pair.Uses != Answer.No)
            .SelectMany(pair => Types(pair.Assembly.GlobalNamespace)
                .SelectMany(type => type.GetMembers().OfType<IMethodSymbol>())
                .Where(method => CouldMap(method, pair.Uses, byBuilder)))
            .Select(method => method.Name));

    private static bool CouldMap(IMethodSymbol method, Answer uses, bool byBuilder) => uses switch
    {
        Answer.Yes => Has(method, Applications) || Has(method, Builders),
        Answer.Unknown => Has(method, Applications) || byBuilder && Has(method, Builders),
        _ => false,
    };

    /// <summary>Whether the method is given one of these types, belongs to one, or returns one.</summary>
    private static bool Has(IMethodSymbol method, HashSet<string> types) =>
        method.Parameters.Any(parameter => Is(parameter.Type, types)) || Is(method.ContainingType, types) || Is(method.ReturnType, types);

    private static bool Is(ITypeSymbol? type, HashSet<string> types) =>
        type is not null && types.Contains(type.Name)
        || type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(constraint => Is(constraint, types));

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(Types));
}
