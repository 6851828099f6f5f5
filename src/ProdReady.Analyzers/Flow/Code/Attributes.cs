using Microsoft.CodeAnalysis;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Asks of the attributes of a symbol.</summary>
internal static class Attributes
{
    public static bool Is(this AttributeData attribute, string metadataName, Known known) =>
        attribute.AttributeClass is { } type && known.Type(metadataName) is { } wanted && SymbolEqualityComparer.Default.Equals(type, wanted);

    public static AttributeData? Attribute(this ISymbol symbol, string metadataName, Known known) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.Is(metadataName, known));

    /// <summary>The value of an argument by its place; null when it is not given.</summary>
    public static object? Given(this AttributeData? attribute, int place) =>
        attribute is not null && attribute.ConstructorArguments.Length > place && attribute.ConstructorArguments[place] is { Kind: not TypedConstantKind.Array } value ? value.Value : null;

    /// <summary>The value of a named argument; null when it is not given.</summary>
    public static object? Named(this AttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value is { IsNull: false, Kind: not TypedConstantKind.Array } value ? value.Value : null;
}
