using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Readers of contracts that are told to fail on what they do not know: by their settings, by a serializer context, by an attribute of the type.</summary>
internal sealed class StrictReaders(Known known, Readings readings, ContractTypes types)
{
    private static readonly (string Type, string Value)[] Words = [(ContractApis.Unmapped, "Disallow"), (ContractApis.Missing, "Error")];

    private readonly Lazy<HashSet<INamedTypeSymbol>> _contracts = new(() => types.Read);

    /// <summary>Whether somebody has written so at all.</summary>
    public static bool MayExist(Known known)
    {
        var written = Words.Where(word => known.Type(word.Type) is not null).Select(word => word.Type.Substring(word.Type.LastIndexOf('.') + 1).Replace("Json", "") + "." + word.Value).ToArray();
        return written.Length > 0 && known.AnyText(written);
    }

    /// <summary>Whether the value is given to settings that a contract is read with. Where a comment above says why, it is meant.</summary>
    public bool IsSet(IFieldReferenceOperation value) =>
        Words.Any(word => word.Value == value.Field.Name && SymbolEqualityComparer.Default.Equals(value.Field.ContainingType, known.Type(word.Type)))
        && value.Parent is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } assignment && assignment.Value == value
        && (assignment.Parent is IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation made } ? made : target.Instance) is { } settings
        && readings.Use(settings) && !Explained(value.Syntax);

    /// <summary>The attributes of a contract, or of a context that contracts are read with, which say so.</summary>
    public IEnumerable<SyntaxNode> Attributes(INamedTypeSymbol type)
    {
        foreach (var attribute in type.GetAttributes())
        {
            var isStrict = attribute.Is(ContractApis.OnType, known) && attribute.Given(0) is 1 && _contracts.Value.Contains(type)
                || attribute.Is(ContractApis.ContextOptions, known) && attribute.Named("UnmappedMemberHandling") is 1 && readings.UseContext(type);
            if (isStrict && attribute.ApplicationSyntaxReference?.GetSyntax() is { } syntax && !Explained(syntax)) yield return syntax;
        }
    }

    /// <summary>The word that says so.</summary>
    public static SyntaxNodeOrToken Word(SyntaxNode node) =>
        node.DescendantTokens().FirstOrDefault(token => token.IsKind(SyntaxKind.IdentifierToken) && Words.Any(word => word.Value == token.ValueText)) is { Span.IsEmpty: false } token ? token : node;

    private static bool Explained(SyntaxNode node) =>
        node.FirstAncestorOrSelf<SyntaxNode>(ancestor => ancestor is StatementSyntax or AttributeListSyntax or MemberDeclarationSyntax) is { } whole && Comments.GiveReason(whole);
}
