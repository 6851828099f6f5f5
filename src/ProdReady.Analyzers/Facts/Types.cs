using Microsoft.CodeAnalysis;

namespace ProdReady.Facts;

/// <summary>Looks types up by metadata name.</summary>
internal static class Types
{
    /// <summary>The type, preferring public ones and the framework's own when several assemblies declare it; null when there is none.</summary>
    public static INamedTypeSymbol? Find(Compilation compilation, string metadataName)
    {
#pragma warning disable RS0030 // The ban sends everybody here.
        if (compilation.GetTypeByMetadataName(metadataName) is { } only) return only;
#pragma warning restore RS0030
        return compilation.GetTypesByMetadataName(metadataName)
            .Where(type => compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
            .OrderByDescending(type => IsFramework(type.ContainingAssembly))
            .FirstOrDefault();
    }

    public static bool IsFramework(IAssemblySymbol assembly) =>
        assembly.Name is "System" or "mscorlib" or "netstandard"
        || assembly.Name.StartsWith("System.", StringComparison.Ordinal)
        || assembly.Name.StartsWith("Microsoft.", StringComparison.Ordinal);

    /// <summary>Whether <paramref name="type"/> is, derives from or implements <paramref name="ancestor"/>.</summary>
    public static bool Is(ITypeSymbol? type, INamedTypeSymbol? ancestor)
    {
        if (type is null || ancestor is null) return false;
        if (ancestor.TypeKind == TypeKind.Interface && type.AllInterfaces.Any(candidate => SameDefinition(candidate, ancestor))) return true;
        for (ITypeSymbol? candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (SameDefinition(candidate, ancestor)) return true;
        }

        return type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(constraint => Is(constraint, ancestor));
    }

    private static bool SameDefinition(ITypeSymbol type, INamedTypeSymbol other) =>
        SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, other.OriginalDefinition);
}
