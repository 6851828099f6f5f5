using Microsoft.CodeAnalysis;
using ProdReady.Engine;

namespace ProdReady.Facts;

/// <summary>
/// The members of a fact table that exist in one compilation. They are looked up when a member of such a name is first met: most tables are never needed,
/// and the members of a framework type are dear to load.
/// </summary>
internal sealed class ApiSet
{
    private readonly HashSet<string> _names;
    private readonly HashSet<string> _types;
    private readonly Lazy<HashSet<ISymbol>> _members;
    private readonly Lazy<bool> _none;
    private readonly NameMarks _marks;

    public ApiSet(Api[] table, Known known)
    {
        _names = [.. table.SelectMany(row => row.Members), .. known.UserApis.Names(table)];
        _types = [.. table.Select(row => Types.NameIn(row.Type)), .. known.UserApis.TypeNames(table)];
        _members = new(() => new(table.SelectMany(row => Members(row, known)).Concat(known.UserApis.Members(table, known.Compilation)), SymbolEqualityComparer.Default));
        _none = new(() => !known.UserApis.Names(table).Any() && table.All(row => known.Type(row.Type) is null));
        _marks = new(_names);
    }

    /// <summary>None of the types is there, so there is nothing to look for: a rule that needs one of these registers nothing.</summary>
    public bool None => _none.Value;

    /// <summary>What the members are called.</summary>
    public IEnumerable<string> Names => _names;

    /// <summary>Whether any member is called so, as code writes it: the question before something is bound.</summary>
    public bool HasName(string name) => _names.Contains(name);

    /// <summary>
    /// Asked of nearly every call there is: the marks of the name answer most of the time. Next comes the name of its type: names like Add are everywhere,
    /// and who is asked for the members of a type of the framework loads all it has.
    /// </summary>
    public bool Has(ISymbol? member) => member switch
    {
        null => false,
        { Name: var name } when !_marks.MayHave(name) || !_names.Contains(name) => false,
        { ContainingType: { Name: var type } } when !_types.Contains(type) => false,
        IMethodSymbol { ReducedFrom: { } unreduced } => _members.Value.Contains(unreduced.OriginalDefinition),
        _ => _members.Value.Contains(member.OriginalDefinition),
    };

    /// <summary>Whether any of the sets has it.</summary>
    public static bool AnyHas(ApiSet[] sets, ISymbol? member)
    {
        // Asked of nearly every call there is: no closure on the way.
        foreach (var set in sets)
        {
            if (set.Has(member)) return true;
        }

        return false;
    }

    private static IEnumerable<ISymbol> Members(Api row, Known known) =>
        known.Type(row.Type) is { } type ? row.Members.SelectMany(member => type.GetMembers(member)) : [];
}
