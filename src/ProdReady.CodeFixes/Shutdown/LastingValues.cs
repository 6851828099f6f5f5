using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>Values that are the same, and still there, when code runs later.</summary>
internal static class LastingValues
{
    /// <summary>Whether the expression is made of constants, and of variables that nobody changes, disposes or takes back with the request.</summary>
    public static bool Is(ExpressionSyntax value, Spot spot)
    {
        foreach (var node in value.DescendantNodesAndSelf())
        {
            switch (node)
            {
                case InvocationExpressionSyntax call when Flow.Names.Of(call) != "nameof":
                case ThisExpressionSyntax or BaseExpressionSyntax or AwaitExpressionSyntax or AnonymousFunctionExpressionSyntax or QueryExpressionSyntax or ElementAccessExpressionSyntax or DeclarationExpressionSyntax or ThrowExpressionSyntax:
                case AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } or PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression }:
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression }:
                    return false;
                case IdentifierNameSyntax name when !IsPartOfAnother(name) && !Is(name, spot):
                    return false;
            }
        }

        return true;
    }

    /// <summary>Whether the framework takes the object back when the request is over.</summary>
    public static bool IsOfRequest(ITypeSymbol type) => type.ContainingNamespace?.ToDisplayString().StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) == true;

    private static bool IsPartOfAnother(IdentifierNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax access && access.Name == name || name.Parent is NameColonSyntax or MemberBindingExpressionSyntax || name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax } set && set.Left == name;

    private static bool Is(IdentifierNameSyntax name, Spot spot) => spot.Model.GetSymbolInfo(name, spot.Cancellation).Symbol switch
    {
        ILocalSymbol { IsRef: false } local => Lasts(local.Type, spot) && !IsChanged(local.Name, name),
        IParameterSymbol { RefKind: RefKind.None } parameter => Lasts(parameter.Type, spot) && !IsChanged(parameter.Name, name),
        IFieldSymbol { IsConst: true } or INamespaceOrTypeSymbol => true,
        _ => false,
    };

    private static bool Lasts(ITypeSymbol type, Spot spot) =>
        !type.IsRefLikeType && !IsOfRequest(type) && !Facts.Types.Is(type, spot.Type("System.IDisposable")) && !Facts.Types.Is(type, spot.Type("System.IAsyncDisposable"));

    /// <summary>Whether the member around the place gives the variable another value.</summary>
    private static bool IsChanged(string variable, SyntaxNode place)
    {
        var member = place.Ancestors().LastOrDefault(node => node is MemberDeclarationSyntax and not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or GlobalStatementSyntax)) ?? place.SyntaxTree.GetRoot();
        return member.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == variable && name.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == name && assignment.Parent is not InitializerExpressionSyntax,
            PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } => true,
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } => true,
            ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
            _ => false,
        });
    }
}
