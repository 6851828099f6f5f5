using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Where code names a variable or a member, and what it is set to where it is declared.</summary>
internal sealed class Mentions(Known known)
{
    /// <summary>All mentions of a local in its method, or of a member that nobody outside can name; a single null where somebody can, or where one does not bind.</summary>
    public IEnumerable<IOperation?> Of(ISymbol symbol, IOperation user) => symbol is ILocalSymbol local ? OfLocal(local, user) : OfMember(symbol);

    private static IEnumerable<IOperation?> OfLocal(ILocalSymbol local, IOperation function) =>
        function.Root().Descendants().Where(operation => operation switch
        {
            ILocalReferenceOperation reference => SymbolEqualityComparer.Default.Equals(reference.Local, local),
            IVariableDeclaratorOperation declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local),
            _ => false,
        });

    /// <summary>All mentions of a member nobody outside can name; a single null where somebody can.</summary>
    private IEnumerable<IOperation?> OfMember(ISymbol member)
    {
        var isPrivate = member.DeclaredAccessibility == Accessibility.Private;
        if (!isPrivate && known.Kind == ProjectKind.Library && Types.IsVisibleOutside(member)) return [null];
        if (!known.Declares(member)) return [null];
        var places = isPrivate
            ? member.ContainingType.DeclaringSyntaxReferences.Select(part => part.GetSyntax())
            : known.Compilation.SyntaxTrees.Where(tree => SourceSearch.Text(tree).Contains(member.Name)).Select(tree => tree.GetRoot());
        return places.SelectMany(place => In(place, member));
    }

    private IEnumerable<IOperation?> In(SyntaxNode place, ISymbol member)
    {
        var model = known.Bodies.Model(place.SyntaxTree);
        foreach (var node in place.DescendantNodes())
        {
            if (node is VariableDeclaratorSyntax { Initializer.Value: var initial } && node.Parent?.Parent is FieldDeclarationSyntax || node is PropertyDeclarationSyntax { Initializer.Value: var set } && (initial = set) is not null)
            {
                if (SymbolEqualityComparer.Default.Equals(model.GetDeclaredSymbol(node), member)) yield return model.GetOperation(initial);
            }
            else if (node is IdentifierNameSyntax name && name.Identifier.ValueText == member.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol?.OriginalDefinition, member))
            {
                yield return model.GetOperation(name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name);
            }
        }
    }
}
