using Microsoft.CodeAnalysis;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// The types of this compilation that cross the boundary of a process or a version: those that are read, handled as messages, listed in a serializer context, marked, or named by the
/// user, and the types of their members.
/// </summary>
internal sealed class ContractTypes(Known known, Readings readings, Option<string> namedByUser)
{
    private const int Deepest = 3;

    /// <summary>Namespaces and names of containing types, type parameters by name: the name of a contract in a baseline.</summary>
    private static readonly SymbolDisplayFormat Format = new(
        SymbolDisplayGlobalNamespaceStyle.Omitted, SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces, SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private readonly Lazy<IReadOnlyDictionary<string, INamedTypeSymbol>> _declared = new(() => Declared(known));

    /// <summary>Every type of the compilation by its name.</summary>
    public IReadOnlyDictionary<string, INamedTypeSymbol> ByName => _declared.Value;

    public static string NameOf(ITypeSymbol type) => type.ToDisplayString(Format);

    /// <summary>Those that the compilation reads or handles, and those that the user named.</summary>
    public HashSet<INamedTypeSymbol> Read => Closure(readings.All.Select(reading => reading.Type).Concat(ByName.Values.SelectMany(Handled)).Concat(ByName.Values.Where(IsNamed)));

    /// <summary>All of them, and those that a baseline lists.</summary>
    public HashSet<INamedTypeSymbol> With(IEnumerable<string> listed) =>
        Closure(Read.Concat(ByName.Values.SelectMany(Marked)).Concat(listed.Where(ByName.ContainsKey).Select(name => ByName[name])));

    public static IReadOnlyDictionary<string, INamedTypeSymbol> Declared(Known known)
    {
        var types = new Dictionary<string, INamedTypeSymbol>(StringComparer.Ordinal);
        foreach (var type in known.Implementations.DeclaredTypes) types[NameOf(type)] = type;
        return types;
    }

    private IEnumerable<ITypeSymbol> Handled(INamedTypeSymbol type) =>
        type.AllInterfaces
            .Where(handled => handled.TypeArguments.Length == 1 && ContractApis.Handle.Any(row => SymbolEqualityComparer.Default.Equals(known.Type(row.Type), handled.OriginalDefinition)))
            .Select(handled => handled.TypeArguments[0]);

    private bool IsNamed(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences is { Length: > 0 } declarations && known.Read(namedByUser, declarations[0].SyntaxTree) is { Length: > 0 } patterns && NamePatterns.AnyMatches(NameOf(type), patterns);

    /// <summary>The type, where an attribute says that it is written and read, and what a serializer context lists.</summary>
    private IEnumerable<ITypeSymbol> Marked(INamedTypeSymbol type)
    {
        var isContext = type.BaseType is { } ancestor && SymbolEqualityComparer.Default.Equals(ancestor, known.Type(ContractApis.Context));
        foreach (var attribute in type.GetAttributes())
        {
            if (ContractApis.Marks.Any(mark => attribute.Is(mark, known))) yield return type;
            if (isContext && attribute.Is(ContractApis.Serializable, known) && attribute.Given(0) is ITypeSymbol listed) yield return listed;
        }
    }

    private HashSet<INamedTypeSymbol> Closure(IEnumerable<ITypeSymbol> roots)
    {
        var found = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var root in roots) Add(root, 0, found);
        return found;
    }

    private void Add(ITypeSymbol type, int depth, HashSet<INamedTypeSymbol> found)
    {
        if (type is IArrayTypeSymbol array) Add(array.ElementType, depth, found);
        if (type is not INamedTypeSymbol named) return;
        foreach (var argument in named.TypeArguments) Add(argument, depth, found);
        if (!known.Declares(named) || named.IsStatic || named.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Enum or TypeKind.Interface) || !found.Add(named.OriginalDefinition) || depth == Deepest) return;
        foreach (var next in ContractShape.Next(named.OriginalDefinition, known)) Add(next, depth + 1, found);
    }
}
