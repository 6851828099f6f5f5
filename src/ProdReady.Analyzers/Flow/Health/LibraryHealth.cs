using Microsoft.CodeAnalysis;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Helpers of other libraries that say of themselves what they do for the health of a host.</summary>
internal sealed class LibraryHealth(Known known)
{
    private readonly Lazy<HashSet<string>> _mapping = new(() => Names(known, facts => facts.Maps is HealthMapped.Always or HealthMapped.DevelopmentOnly));
    private readonly Lazy<HashSet<string>> _registering = new(() => Names(known, facts => facts.Registers == Answer.Yes));

    /// <summary>The names of those that map an endpoint: only calls by one of them are worth binding.</summary>
    public IReadOnlyCollection<string> MappingNames => _mapping.Value;

    /// <summary>The names of those that register the service which runs the checks.</summary>
    public IReadOnlyCollection<string> RegisteringNames => _registering.Value;

    /// <summary>Whether the method maps an endpoint; unknown where its library says nothing.</summary>
    public HealthMapped Maps(IMethodSymbol method) => Of(method)?.Maps ?? HealthMapped.Unknown;

    /// <summary>Whether the method registers the service which runs the checks.</summary>
    public Answer Registers(IMethodSymbol method) => Of(method)?.Registers ?? Answer.Unknown;

    /// <summary>Whether the method is known to map an endpoint. Asked of nearly every call there is, so its name comes first.</summary>
    public bool IsMapping(IMethodSymbol method) => _mapping.Value.Contains(method.Name) && Maps(method) is (HealthMapped.Always or HealthMapped.DevelopmentOnly);

    /// <summary>Whether the method is known to register the service which runs the checks. Asked of nearly every call there is, so its name comes first.</summary>
    public bool IsRegistration(IMethodSymbol method) => _registering.Value.Contains(method.Name) && Registers(method) == Answer.Yes;

    /// <summary>Whether the method registers somebody who is told of the health.</summary>
    public Answer Publishes(IMethodSymbol method) => Of(method)?.Publishes ?? Answer.Unknown;

    private HostFacts? Of(IMethodSymbol method) => IsLibrary(method.ContainingAssembly, known) ? known.SharedFacts.Of(method) : null;

    private static bool IsLibrary(IAssemblySymbol? assembly, Known known) =>
        assembly is not null && !Types.IsFramework(assembly) && !SymbolEqualityComparer.Default.Equals(assembly, known.Compilation.Assembly);

    private static HashSet<string> Names(Known known, Func<HostFacts, bool> which) =>
        new(known.Compilation.SourceModule.ReferencedAssemblySymbols
            .Where(assembly => IsLibrary(assembly, known))
            .SelectMany(known.SharedFacts.In)
            .Where(method => which(method.Value))
            .Select(method => SharedFacts.Name(method.Key)));
}
