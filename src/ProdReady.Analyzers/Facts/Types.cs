using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ProdReady.Facts;

/// <summary>Looks types up by metadata name.</summary>
internal static class Types
{
    /// <summary>The type, preferring the framework's own when several assemblies declare it; null when there is none, or none that can be named here.</summary>
    public static INamedTypeSymbol? Find(Compilation compilation, string metadataName) => Find(compilation, metadataName, name => Namespace(compilation, name));

    /// <summary>The same, with a way to look for namespaces that remembers them.</summary>
    public static INamedTypeSymbol? Find(Compilation compilation, string metadataName, Func<string, INamespaceSymbol?> find)
    {
        var nested = metadataName.Split('+');
        var end = nested[0].LastIndexOf('.');
        if (find(end < 0 ? "" : nested[0].Substring(0, end)) is not { } space) return null;
        IEnumerable<INamedTypeSymbol> types = Members(space, nested[0].Substring(end + 1));
        foreach (var name in nested.Skip(1)) types = types.SelectMany(type => Members(type, name));

        INamedTypeSymbol? found = null;
        foreach (var type in types)
        {
            if (type.DeclaredAccessibility != Accessibility.Public && !compilation.IsSymbolAccessibleWithin(type, compilation.Assembly)) continue;
            if (IsFramework(type.ContainingAssembly)) return type;
            found ??= type;
        }

        return found;
    }

    /// <summary>The namespace, with the parts of it that any assembly of the compilation has.</summary>
    public static INamespaceSymbol? Namespace(Compilation compilation, string name)
    {
        INamespaceSymbol? space = compilation.GlobalNamespace;
        foreach (var part in name.Length == 0 ? [] : name.Split('.')) space = space?.GetMembers(part).OfType<INamespaceSymbol>().FirstOrDefault();
        return space;
    }

    public static bool IsFramework(IAssemblySymbol assembly) =>
        assembly.Name is "System" or "mscorlib" or "netstandard" or "WindowsBase"
        || assembly.Name.StartsWith("System.", StringComparison.Ordinal)
        || assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal);

    /// <summary>Whether <paramref name="type"/> is, derives from or implements <paramref name="ancestor"/>.</summary>
    public static bool Is(ITypeSymbol? type, INamedTypeSymbol? ancestor)
    {
        if (type is null || ancestor is null) return false;
        // Asked of nearly every type there is: no closure on the way.
        if (ancestor.TypeKind == TypeKind.Interface)
        {
            foreach (var candidate in type.AllInterfaces)
            {
                if (SameDefinition(candidate, ancestor)) return true;
            }
        }

        for (ITypeSymbol? candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (SameDefinition(candidate, ancestor)) return true;
        }

        return type is ITypeParameterSymbol parameter && IsConstrained(parameter, ancestor);
    }

    /// <summary>Whether the type is a task, of whatever result.</summary>
    public static bool IsTask(ITypeSymbol? type) =>
        type is { Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } };

    /// <summary>Whether other assemblies can name the symbol.</summary>
    public static bool IsVisibleOutside(ISymbol declared)
    {
        for (var symbol = declared; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)) return false;
        }

        return true;
    }

    /// <summary>By the name that metadata has: behind a grave accent the number of type parameters.</summary>
    private static ImmutableArray<INamedTypeSymbol> Members(INamespaceOrTypeSymbol container, string name)
    {
        var end = name.IndexOf('`');
        return end < 0 ? container.GetTypeMembers(name, 0) : container.GetTypeMembers(name.Substring(0, end), int.Parse(name.Substring(end + 1), CultureInfo.InvariantCulture));
    }

    private static bool IsConstrained(ITypeParameterSymbol parameter, INamedTypeSymbol ancestor) =>
        parameter.ConstraintTypes.Any(constraint => Is(constraint, ancestor));

    private static bool SameDefinition(ITypeSymbol type, INamedTypeSymbol other) =>
        SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, other.OriginalDefinition);
}
