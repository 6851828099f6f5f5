using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>Gives a method that is written as one expression a block.</summary>
internal static class BlockBody
{
    /// <summary>The method with these statements; what stands behind its semicolon stands behind the brace.</summary>
    public static MethodDeclarationSyntax Of(MethodDeclarationSyntax method, IEnumerable<StatementSyntax> statements, Spot spot) => method
        .WithExpressionBody(null)
        .WithSemicolonToken(default)
        .WithParameterList(method.ParameterList.WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine)))
        .WithBody(SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine)),
            SyntaxFactory.List(statements),
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(method.GetTrailingTrivia())).WithAdditionalAnnotations(Formatter.Annotation));
}
