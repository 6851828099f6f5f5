using Microsoft.CodeAnalysis;

namespace ProdReady.Facts;

/// <summary>The members of a fact table that exist in one compilation.</summary>
internal sealed class ApiSet
{
    private readonly HashSet<ISymbol> _members;

    public ApiSet(IEnumerable<ISymbol> members) => _members = new(members, SymbolEqualityComparer.Default);

    /// <summary>Nothing to look for: a rule that needs one of these registers nothing.</summary>
    public bool None => _members.Count == 0;

    public bool Has(ISymbol? member) => member switch
    {
        null => false,
        IMethodSymbol { ReducedFrom: { } unreduced } => _members.Contains(unreduced.OriginalDefinition),
        _ => _members.Contains(member.OriginalDefinition),
    };
}
