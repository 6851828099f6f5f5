using Microsoft.CodeAnalysis;

namespace ProdReady.Facts;

/// <summary>Looks types up by metadata name.</summary>
internal static class Types
{
    /// <summary>What stands before the last part of a name in metadata: the namespace, or the type around it.</summary>
    private static readonly char[] Separators = ['.', '+'];

    /// <summary>The name of the type itself in a metadata name: without its namespace, the type around it, and the number of its type parameters.</summary>
    public static string NameIn(string metadataName) => metadataName.Substring(metadataName.LastIndexOfAny(Separators) + 1).Split('`')[0];

    /// <summary>The type, preferring the framework's own when several assemblies declare it; null when there is none, or none that can be named here.</summary>
    public static INamedTypeSymbol? Find(Compilation compilation, string metadataName) => Find(compilation, metadataName, compilation.SourceModule.ReferencedAssemblySymbols);

    /// <summary>The same, asking only these of the referenced assemblies.</summary>
    public static INamedTypeSymbol? Find(Compilation compilation, string metadataName, IEnumerable<IAssemblySymbol> referenced)
    {
        var found = compilation.Assembly.TypeNames.Contains(NameIn(metadataName)) ? Accessible(compilation, compilation.Assembly, metadataName) : null;
        if (found is not null && IsFramework(compilation.Assembly)) return found;
        foreach (var assembly in referenced)
        {
            if (Accessible(compilation, assembly, metadataName) is not { } type) continue;
            // What an assembly does not declare is dear to find out: the others are not asked.
            if (IsFramework(assembly)) return type;
            found ??= type;
        }

        return found;
    }

    public static bool IsFramework(IAssemblySymbol assembly) =>
        assembly.Name is "System" or "mscorlib" or "netstandard" or "WindowsBase"
        || assembly.Name.StartsWith("System.", StringComparison.Ordinal)
        || assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal);

    /// <summary>The type of the value that a nullable may have; any other type itself.</summary>
    public static ITypeSymbol? WithoutNullable(ITypeSymbol? type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: var value } ? value[0] : type;

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

    private static INamedTypeSymbol? Accessible(Compilation compilation, IAssemblySymbol assembly, string metadataName) =>
        assembly.GetTypeByMetadataName(metadataName) is { } type && (type.DeclaredAccessibility == Accessibility.Public || compilation.IsSymbolAccessibleWithin(type, compilation.Assembly)) ? type : null;

    private static bool IsConstrained(ITypeParameterSymbol parameter, INamedTypeSymbol ancestor) =>
        parameter.ConstraintTypes.Any(constraint => Is(constraint, ancestor));

    private static bool SameDefinition(ITypeSymbol type, INamedTypeSymbol other) =>
        SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, other.OriginalDefinition);
}
