using System.Globalization;
using Microsoft.CodeAnalysis;
using ProdReady.Configuration;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What a contract looks like to whoever reads it, as lines of a baseline; each with the symbol that it stands for.</summary>
internal sealed class ContractShape(Known known)
{
    private readonly WireTypes _wire = new(known);

    /// <summary>The types that a contract is made of.</summary>
    public static IEnumerable<ITypeSymbol> Next(INamedTypeSymbol type, Known known) =>
        WireMembers.Of(type, known).Select(member => member.Type).Concat(DerivedTypes(type, known).Select(derived => derived.Type));

    public IReadOnlyList<Row> Of(INamedTypeSymbol type)
    {
        var name = ContractTypes.NameOf(type);
        var isConverted = _wire.ConverterOf(type) is { } converter && !ContractApis.EnumConverters.Contains(converter.Name);
        List<Row> rows = [new(new ContractLine(ContractPart.Type, name, "", Traits(type, isConverted)), type)];
        if (isConverted) return rows;
        rows.AddRange(type.TypeKind == TypeKind.Enum ? Numbers(type, name) : Members(type, name).Concat(Derived(type, name)));
        return rows;
    }

    private string Traits(INamedTypeSymbol type, bool isConverted)
    {
        if (isConverted) return ContractLine.Converted;
        if (type.TypeKind == TypeKind.Enum) return _wire.ConverterOf(type) is not null || _wire.WritesByName(type) ? ContractLine.ByName : "";
        var isStrict = type.Attribute(ContractApis.OnType, known).Given(0) is 1;
        var isTolerant = !type.IsAbstract && type.Attribute(ContractApis.Polymorphic, known)?.Named("IgnoreUnrecognizedTypeDiscriminators") is true;
        return string.Join(" ", new[] { isStrict ? ContractLine.Strict : "", isTolerant ? ContractLine.Tolerant : "" }.Where(trait => trait.Length > 0));
    }

    private IEnumerable<Row> Members(INamedTypeSymbol type, string name) =>
        WireMembers.Of(type, known).Select(member => new Row(new ContractLine(ContractPart.Member, name, member.Name, _wire.TypeOf(member), member.IsRequired), member.Symbol));

    private IEnumerable<Row> Numbers(INamedTypeSymbol type, string name) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(value => value.HasConstantValue).Select(value => new Row(
            new ContractLine(ContractPart.Number, name, value.Attribute(ContractApis.EnumName, known).Given(0) as string ?? value.Name, Convert.ToString(value.ConstantValue, CultureInfo.InvariantCulture)!), value));

    private IEnumerable<Row> Derived(INamedTypeSymbol type, string name) =>
        DerivedTypes(type, known).Where(derived => derived.Key is not null).Select(derived => new Row(
            new ContractLine(ContractPart.Derived, name, derived.Key is string key ? $"\"{key}\"" : Convert.ToString(derived.Key, CultureInfo.InvariantCulture)!, ContractTypes.NameOf(derived.Type)), type));

    private static IEnumerable<(ITypeSymbol Type, object? Key)> DerivedTypes(INamedTypeSymbol type, Known known)
    {
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.Is(ContractApis.Derived, known) && attribute.Given(0) is ITypeSymbol derived) yield return (derived, attribute.Given(1));
        }
    }

    /// <summary>A line, and what it stands for.</summary>
    internal sealed record Row(ContractLine Line, ISymbol Symbol);
}
