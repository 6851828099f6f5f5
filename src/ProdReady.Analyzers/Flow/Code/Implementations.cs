using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Which method a call reaches: itself when it cannot be overridden, else the only implementation the compilation has.</summary>
internal sealed class Implementations(Compilation compilation, Bodies bodies)
{
    /// <summary>Of so many implementations each is looked at; where there are more, nothing is known.</summary>
    private const int Most = 8;

    private readonly Lazy<BaseLists> _bases = new(() => new(compilation.SyntaxTrees));
    private readonly ConcurrentDictionary<INamedTypeSymbol, INamedTypeSymbol[]> _descendants = new(SymbolEqualityComparer.Default);

    /// <summary>All types that the compilation declares, nested ones too.</summary>
    public IEnumerable<INamedTypeSymbol> DeclaredTypes => Types(compilation.Assembly.GlobalNamespace);

    /// <summary>Whether a call may reach another method in place of this one.</summary>
    public static bool IsOpen(IMethodSymbol method) =>
        method.ContainingType is { } type && (method.IsAbstract || (method.IsVirtual || method.IsOverride) && !method.IsSealed && !type.IsSealed);

    /// <summary>The method that runs; null when that cannot be told.</summary>
    public IMethodSymbol? Target(IMethodSymbol method)
    {
        var called = (method.ReducedFrom ?? method).OriginalDefinition;
        if (!IsOpen(called)) return called;
        if (!SymbolEqualityComparer.Default.Equals(called.ContainingAssembly, compilation.Assembly)) return null;

        var implementations = All(called).Take(2).ToArray();
        return implementations.Length == 1 ? implementations[0] : null;
    }

    /// <summary>All methods of which one runs: each implementation where several are here, and for a call by <c>base</c> the method itself. None when that cannot be told.</summary>
    public IReadOnlyList<IMethodSymbol> Targets(IInvocationOperation call)
    {
        var called = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        if (!call.IsVirtual || !IsOpen(called)) return [called];
        if (!SymbolEqualityComparer.Default.Equals(called.ContainingAssembly, compilation.Assembly)) return [];

        var implementations = All(called).Take(Most + 1).ToArray();
        return implementations.Length <= Most ? implementations : [];
    }

    /// <summary>The types of this compilation that derive from a type of it, or implement it.</summary>
    public IEnumerable<INamedTypeSymbol> Descendants(INamedTypeSymbol type) => _descendants.GetOrAdd(type.OriginalDefinition, FindDescendants);

    /// <summary>The methods of this compilation that a call may reach.</summary>
    public IEnumerable<IMethodSymbol> All(IMethodSymbol method)
    {
        var called = (method.ReducedFrom ?? method).OriginalDefinition;
        return Descendants(called.ContainingType)
            .Select(descendant => Implementation(descendant, called))
            .Where(found => found is { IsAbstract: false })
            .Concat(called.IsAbstract ? [] : [called])
            .Distinct(SymbolEqualityComparer.Default)
            .Select(found => (IMethodSymbol)found!);
    }

    private static IMethodSymbol? Implementation(INamedTypeSymbol type, IMethodSymbol called)
    {
        if (called.ContainingType.TypeKind != TypeKind.Interface)
        {
            return type.GetMembers(called.Name).OfType<IMethodSymbol>()
                .FirstOrDefault(member => member.OverriddenMethod is { } overridden && SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, called));
        }

        var constructed = type.AllInterfaces.First(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, called.ContainingType));
        var member = constructed.GetMembers(called.Name).FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, called));
        return member is null ? null : type.FindImplementationForInterfaceMember(member)?.OriginalDefinition as IMethodSymbol;
    }

    private INamedTypeSymbol[] FindDescendants(INamedTypeSymbol type) =>
    [
        .. _bases.Value.Below(type.Name)
            .Select(declaration => bodies.Model(declaration.SyntaxTree).GetDeclaredSymbol(declaration))
            .Where(declared => declared is { TypeKind: TypeKind.Class or TypeKind.Struct } && Ancestors(declared).Any(ancestor => SymbolEqualityComparer.Default.Equals(ancestor.OriginalDefinition, type)))
            .Select(declared => declared!)
            .Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default),
    ];

    private static IEnumerable<INamedTypeSymbol> Ancestors(INamedTypeSymbol type)
    {
        foreach (var contract in type.AllInterfaces) yield return contract;
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType) yield return ancestor;
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) =>
        container.GetMembers().SelectMany(member => member switch
        {
            INamespaceSymbol inner => Types(inner),
            INamedTypeSymbol type => Types(type).Prepend(type),
            _ => [],
        });
}
