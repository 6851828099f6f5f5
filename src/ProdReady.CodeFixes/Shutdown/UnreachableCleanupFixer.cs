using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Shutdown;

/// <summary>Has the clean-up run whatever ends the loop, or ends the loop without an exception.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnreachableCleanupFixer() : ProductionFixer(
    UnreachableCleanup.Rule,
    new Remedy("Move the clean-up into a finally", spot => Task.FromResult(Finally(spot))),
    new Remedy("Catch the cancellation around the loop", spot => Task.FromResult(Catch(spot))))
{
    private static SyntaxNode? Finally(Spot spot)
    {
        if (Loop(spot) is not { } loop || loop.Parent is not BlockSyntax block || !block.Span.Contains(spot.Token.Span)) return null;
        var behind = block.Statements.SkipWhile(statement => statement != loop).Skip(1).ToArray();
        // A finally cannot return.
        if (behind.Any(statement => statement is LocalFunctionStatementSyntax || statement.DescendantNodesAndSelf(node => node is not AnonymousFunctionExpressionSyntax).Any(node => node is ReturnStatementSyntax or YieldStatementSyntax))) return null;

        var made = (TryStatementSyntax)Pattern.Statement("try\n{\n}\nfinally\n{\n}", spot.NewLine);
        behind[0] = behind[0].WithLeadingTrivia(behind[0].GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
        made = Around(made, loop).WithFinally(made.Finally!.WithBlock(made.Finally.Block.WithStatements(SyntaxFactory.List(behind.Select(statement => statement.WithAdditionalAnnotations(Formatter.Annotation))))));
        return spot.Root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(block.Statements.TakeWhile(statement => statement != loop).Append(made))));
    }

    private static SyntaxNode? Catch(Spot spot)
    {
        if (Loop(spot) is not { } loop || Token(spot, loop) is not { } token) return null;
        var made = (TryStatementSyntax)Pattern.Statement($$"""
            try
            {
            }
            catch (OperationCanceledException) when ({{token}}.IsCancellationRequested)
            {
                // The way out: what is behind this puts things in order.
            }
            """, spot.NewLine);
        return Usings.Ensure(spot.Root.ReplaceNode(loop, Around(made, loop)), spot, "System.OperationCanceledException");
    }

    private static TryStatementSyntax Around(TryStatementSyntax made, StatementSyntax loop) =>
        made.WithBlock(made.Block.WithStatements(SyntaxFactory.SingletonList(loop.WithLeadingTrivia().WithAdditionalAnnotations(Formatter.Annotation)))).WithLeadingTrivia(loop.GetLeadingTrivia());

    /// <summary>The loop that stands before the call, in a block with it or in one around.</summary>
    private static StatementSyntax? Loop(Spot spot) =>
        spot.Enclosing<StatementSyntax>()?.AncestorsAndSelf().OfType<StatementSyntax>().TakeWhile(node => node is not LocalFunctionStatementSyntax)
            .Where(statement => statement.Parent is BlockSyntax)
            .SelectMany(statement => ((BlockSyntax)statement.Parent!).Statements.TakeWhile(earlier => earlier != statement).Reverse())
            .SelectMany(earlier => earlier.DescendantNodesAndSelf(node => node is not AnonymousFunctionExpressionSyntax).OfType<StatementSyntax>())
            .Where(statement => statement is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax)
            .FirstOrDefault(loop => Wait(spot, loop) is not null);

    private static string? Token(Spot spot, StatementSyntax loop) => Wait(spot, loop)?.ToString();

    /// <summary>The token by which the wait leaves the loop.</summary>
    private static SyntaxNode? Wait(Spot spot, StatementSyntax loop)
    {
        if (spot.Model.GetOperation(loop, spot.Cancellation) is not ILoopOperation operation) return null;
        var loops = new CancelledLoops(Known.About(spot.Model.Compilation, spot.Document.Project.AnalyzerOptions, spot.Cancellation));
        return loops.LeftByWait(operation) is { } wait ? loops.Token(wait)!.Syntax : null;
    }
}
