using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What the members of a type of options ask of the configuration they are bound to.</summary>
internal sealed class OptionsMembers
{
    private readonly Known _known;
    private readonly INamedTypeSymbol? _attribute;
    private readonly INamedTypeSymbol? _shownAs;

    public OptionsMembers(Known known)
    {
        _known = known;
        _attribute = known.Type(OptionsApis.Attribute);
        _shownAs = known.Type(OptionsApis.ShownAs);
    }

    /// <summary>The first member with an attribute that checks it, and the name of the attribute; null when there is none.</summary>
    public (IPropertySymbol Member, string Attribute)? FirstChecked(INamedTypeSymbol options)
    {
        foreach (var member in Bound(options))
        {
            foreach (var attribute in member.GetAttributes())
            {
                if (Types.Is(attribute.AttributeClass, _attribute) && !SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, _shownAs))
                    return (member, attribute.AttributeClass!.Name is var name && name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name);
            }
        }

        return null;
    }

    /// <summary>
    /// The members without a value of their own that code of this compilation reads and nowhere asks for: those that may not be null by their type, and, where
    /// types do not say, those whose value is used on the spot. None where others can read them too.
    /// </summary>
    public IEnumerable<IPropertySymbol> Required(INamedTypeSymbol options) =>
        _known.Kind == ProjectKind.Library && Types.IsVisibleOutside(options) ? []
        : Bound(options).Where(member =>
            member.Type is { IsReferenceType: true, NullableAnnotation: not NullableAnnotation.Annotated and var annotation }
            && IsWithoutValue(member)
            && Mentions(member).ToArray() is var mentions && mentions.Any(annotation == NullableAnnotation.NotAnnotated ? IsRead : IsNeeded) && !mentions.Any(IsTestedOrSet));

    private IEnumerable<IOperation?> Mentions(IPropertySymbol member) =>
        _known.Compilation.SyntaxTrees.Where(tree => SourceSearch.Text(tree).Contains(member.Name)).SelectMany(tree =>
        {
            var model = _known.Bodies.Model(tree);
            return tree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>()
                .Where(name => name.Identifier.ValueText == member.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, member))
                .Select(name => model.GetOperation(name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name));
        });

    /// <summary>What the binder sets: public properties, also of the bases that are declared here.</summary>
    private IEnumerable<IPropertySymbol> Bound(INamedTypeSymbol options)
    {
        for (var type = options; type is not null && _known.Declares(type); type = type.BaseType)
        {
            foreach (var member in type.GetMembers().OfType<IPropertySymbol>())
            {
                if (member is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, SetMethod.DeclaredAccessibility: Accessibility.Public }) yield return member;
            }
        }
    }

    /// <summary>Whether nothing is there until the binder comes: no initializer but <c>null!</c>, and no constructor that could set it.</summary>
    private static bool IsWithoutValue(IPropertySymbol member) =>
        member.DeclaringSyntaxReferences.Length == 1
        && member.DeclaringSyntaxReferences[0].GetSyntax() is PropertyDeclarationSyntax declaration && IsAutomatic(declaration)
        && (declaration.Initializer?.Value is { } initial
            ? initial is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression } or DefaultExpressionSyntax }
            : member.ContainingType.InstanceConstructors.All(constructor => constructor.IsImplicitlyDeclared));

    private static bool IsAutomatic(PropertyDeclarationSyntax declaration) =>
        declaration.AccessorList?.Accessors.All(accessor => accessor.Body is null && accessor.ExpressionBody is null) == true;

    private static bool IsRead(IOperation? mention) =>
        mention is IPropertyReferenceOperation && mention.Parent is not INameOfOperation && !(mention.Parent is IAssignmentOperation assignment && assignment.Target == mention);

    /// <summary>Whether the place fails without a value, whenever its function is called.</summary>
    private static bool IsNeeded(IOperation? mention) =>
        IsRead(mention) && (NullTests.IsDereferenced(mention!) || mention!.Parent is IArgumentOperation { Parent: IObjectCreationOperation { Type.Name: "Uri" } }) && Unconditional.IsInFunction(mention!);

    /// <summary>Whether the place asks if there is a value, or gives one; what does not bind may do either. An object that is made by hand is not the one that is bound.</summary>
    private static bool IsTestedOrSet(IOperation? mention) =>
        mention is null || mention.Parent is not IAssignmentOperation { Parent: IObjectOrCollectionInitializerOperation } && NullTests.TestsOrSets(mention);
}
