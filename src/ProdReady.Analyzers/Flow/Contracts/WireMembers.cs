using Microsoft.CodeAnalysis;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The members of a type that are written and read, those of its ancestors among them: what a reader can set, not what is computed.</summary>
internal static class WireMembers
{
    private const int AlwaysIgnored = 1;
    private const int AlwaysRequired = 2;

    public static IEnumerable<WireMember> Of(INamedTypeSymbol type, Known known)
    {
        if (type.TypeKind == TypeKind.Enum) yield break;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (INamedTypeSymbol? declaring = type; declaring is not null && declaring.SpecialType != SpecialType.System_Object; declaring = declaring.BaseType)
        {
            foreach (var member in declaring.GetMembers())
            {
                if (member.IsStatic || member.IsImplicitlyDeclared || TypeOf(member) is not { } written || !IsWritten(member, known) || !seen.Add(member.Name)) continue;
                var name = member.Attribute(ContractApis.Name, known).Given(0) as string ?? OldName(member, known) ?? member.Name;
                yield return new WireMember(member, name, written, IsRequired(member, type, known));
            }
        }
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IPropertySymbol { IsIndexer: false, GetMethod: not null } property => property.Type,
        IFieldSymbol { AssociatedSymbol: null, IsConst: false } field => field.Type,
        _ => null,
    };

    private static bool IsWritten(ISymbol member, Known known)
    {
        if (member.Attribute(ContractApis.OldIgnore, known) is not null) return false;
        if (member.Attribute(ContractApis.Ignore, known) is { } ignore && ignore.Named("Condition") is null or AlwaysIgnored) return false;
        var isIncluded = member.Attribute(ContractApis.Include, known) is not null || member.Attribute(ContractApis.OldName, known) is not null;
        if (member is IFieldSymbol) return isIncluded;
        return (isIncluded || member.DeclaredAccessibility == Accessibility.Public) && IsSet((IPropertySymbol)member);
    }

    private static bool IsSet(IPropertySymbol property) =>
        property.SetMethod is not null || property.ContainingType.TypeKind == TypeKind.Interface
        || property.ContainingType.InstanceConstructors.Any(constructor => constructor.Parameters.Any(parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)));

    private static bool IsRequired(ISymbol member, INamedTypeSymbol type, Known known) =>
        member.Attribute(ContractApis.Required, known) is not null
        || member.Attribute(ContractApis.OldName, known)?.Named("Required") is AlwaysRequired
        || member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } && !type.InstanceConstructors.Any(constructor => constructor.Attribute(ContractApis.SetsRequired, known) is not null);

    private static string? OldName(ISymbol member, Known known) =>
        member.Attribute(ContractApis.OldName, known) is { } attribute ? attribute.Given(0) as string ?? attribute.Named("PropertyName") as string : null;
}
