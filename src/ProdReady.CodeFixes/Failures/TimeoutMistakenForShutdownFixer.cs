using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>Lets the handler take cancellation only while the token is cancelled; a timeout goes on to the handlers of failures, or shows.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class TimeoutMistakenForShutdownFixer() : ProductionFixer(
    TimeoutMistakenForShutdown.Rule,
    new Remedy("Catch cancellation only when the token is cancelled", spot => Task.FromResult(Filter(spot))))
{
    private static SyntaxNode? Filter(Spot spot)
    {
        if (spot.Enclosing<CatchClauseSyntax>() is not { Declaration: { } declaration } handler || StopSignal.At(handler, spot) is not { } signal) return null;
        if (handler.Filter is { } filter)
        {
            var both = Pattern.Expression(filter.FilterExpression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } or ConditionalExpressionSyntax
                ? $"{signal.Asked} && ({filter.FilterExpression})"
                : $"{signal.Asked} && {filter.FilterExpression}");
            return spot.Root.ReplaceNode(filter.FilterExpression, both.WithTriviaFrom(filter.FilterExpression));
        }

        var added = SyntaxFactory.CatchFilterClause(
            SyntaxFactory.Token(SyntaxKind.WhenKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.OpenParenToken),
            SyntaxFactory.ParseExpression(signal.Asked),
            SyntaxFactory.Token(SyntaxKind.CloseParenToken).WithTrailingTrivia(declaration.GetTrailingTrivia()));
        return spot.Root.ReplaceNode(handler, handler.WithDeclaration(declaration.WithTrailingTrivia(SyntaxFactory.Space)).WithFilter(added));
    }
}
