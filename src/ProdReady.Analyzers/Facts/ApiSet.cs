using Microsoft.CodeAnalysis;

namespace ProdReady.Facts;

/// <summary>The members of a fact table that exist in one compilation.</summary>
internal sealed class ApiSet
{
    private readonly HashSet<ISymbol> _members;
    private readonly ulong _lengths;
    private readonly ulong _initials;

    public ApiSet(IEnumerable<ISymbol> members)
    {
        _members = new(members, SymbolEqualityComparer.Default);
        foreach (var member in _members)
        {
            _lengths |= Bit(member.Name.Length);
            _initials |= Bit(member.Name[0]);
        }
    }

    /// <summary>Nothing to look for: a rule that needs one of these registers nothing.</summary>
    public bool None => _members.Count == 0;

    /// <summary>Asked of nearly every call there is: length and first letter of the name answer most of the time.</summary>
    public bool Has(ISymbol? member) => member switch
    {
        null => false,
        { Name: { Length: > 0 } name } when (_lengths & Bit(name.Length)) == 0 || (_initials & Bit(name[0])) == 0 => false,
        IMethodSymbol { ReducedFrom: { } unreduced } => _members.Contains(unreduced.OriginalDefinition),
        _ => _members.Contains(member.OriginalDefinition),
    };

    private static ulong Bit(int number) => 1UL << (number & 63);
}
