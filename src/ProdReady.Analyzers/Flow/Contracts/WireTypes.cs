using Microsoft.CodeAnalysis;
using ProdReady.Configuration;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>How the type of a member is written: what is the same to a reader has the same text.</summary>
internal sealed class WireTypes(Known known)
{
    /// <summary>Each takes all that the ones before it take.</summary>
    private static readonly string[] Integers = ["byte", "short", "int", "long", "decimal"];

    /// <summary>Take whatever comes.</summary>
    private static readonly string[] Anything = ["object", "System.Text.Json.JsonElement", "System.Text.Json.JsonElement?", "System.Text.Json.Nodes.JsonNode"];

    private static readonly string[] ByName = ["new JsonStringEnumConverter", "new StringEnumConverter"];

    private readonly Lazy<bool> _contextsWriteByName = new(() => known.Type(ContractApis.Context) is { } context && known.Implementations.DeclaredTypes.Any(type =>
        SymbolEqualityComparer.Default.Equals(type.BaseType, context) && type.Attribute(ContractApis.ContextOptions, known)?.Named("UseStringEnumConverter") is true));

    private readonly Lazy<bool> _mayWriteByName = new(() => known.AnyText(ByName));

    private readonly Lazy<HashSet<INamedTypeSymbol>> _byMember = new(() => new(known.Implementations.DeclaredTypes
        .SelectMany(type => type.GetMembers())
        .Select(member => member switch { IPropertySymbol property => (Member: member, property.Type), IFieldSymbol field => (Member: member, field.Type), _ => default })
        .Where(pair => pair.Type is not null && Bare(pair.Type) is { TypeKind: TypeKind.Enum } && ConverterOf(pair.Member, known) is { } converter && ContractApis.EnumConverters.Contains(converter.Name))
        .Select(pair => Bare(pair.Type)!), SymbolEqualityComparer.Default));

    /// <summary>Whether something other than the type itself says that an enum is written by name.</summary>
    public bool WritesByName(INamedTypeSymbol type) => _contextsWriteByName.Value || _byMember.Value.Contains(type);

    /// <summary>Whether options that are made somewhere may say so of all enums.</summary>
    public bool MayWriteByName => _mayWriteByName.Value;

    public INamedTypeSymbol? ConverterOf(ISymbol symbol) => ConverterOf(symbol, known);

    public string TypeOf(WireMember member) =>
        ConverterOf(member.Symbol) is { } converter && !ContractApis.EnumConverters.Contains(converter.Name) ? Text(member.Type) + ContractLine.Via + ContractTypes.NameOf(converter) : Text(member.Type);

    /// <summary>Whether each version can read what the other writes, or it cannot be told.</summary>
    /// <param name="before">The type as the shipped version has it.</param>
    /// <param name="now">The type as it is here.</param>
    /// <param name="isDeclared">Whether the project declares a type of this name.</param>
    public static bool AreCompatible(string before, string now, Func<string, bool> isDeclared)
    {
        if (before == now || now == before + "?" || Anything.Contains(now) || before.Contains(ContractLine.Via) || now.Contains(ContractLine.Via)) return true;
        if (before == "float" && now == "double" || Array.IndexOf(Integers, before) is >= 0 and var narrow && Array.IndexOf(Integers, now) > narrow) return true;
        // A type of ours under a new name: its lines are compared when they are recorded under it.
        var (old, renamed) = (Element(before), Element(now));
        return before.Replace(old, "") == now.Replace(renamed, "") && old.Contains('.') && !isDeclared(old) && isDeclared(renamed);
    }

    private static string Element(string type) => type.TrimEnd('?', ']', '[');

    private static string Text(ITypeSymbol type)
    {
        if (Inner(type) is { } inner) return Text(inner) + "?";
        if (type is IArrayTypeSymbol array) return Text(array.ElementType) + "[]";
        if (type is not INamedTypeSymbol named || type.SpecialType == SpecialType.System_String || !Types.IsFramework(named.ContainingAssembly ?? type.ContainingAssembly)) return ContractTypes.NameOf(type);
        var all = named.AllInterfaces.Prepend(named).ToArray();
        if (all.FirstOrDefault(one => one.MetadataName is "IDictionary`2" or "IReadOnlyDictionary`2") is { } map) return $"map<{Text(map.TypeArguments[0])}, {Text(map.TypeArguments[1])}>";
        return all.FirstOrDefault(one => one.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T) is { } list ? Text(list.TypeArguments[0]) + "[]" : ContractTypes.NameOf(type);
    }

    private static INamedTypeSymbol? Bare(ITypeSymbol type) => (Inner(type) ?? type) as INamedTypeSymbol;

    /// <summary>What a nullable value type holds.</summary>
    private static ITypeSymbol? Inner(ITypeSymbol type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : null;

    private static INamedTypeSymbol? ConverterOf(ISymbol symbol, Known known) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.Is(ContractApis.Converter, known) || attribute.Is(ContractApis.OldConverter, known)).Given(0) as INamedTypeSymbol;
}
