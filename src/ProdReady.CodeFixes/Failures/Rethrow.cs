using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>Rewrites a handler so that the exception goes on to the callers.</summary>
internal static class Rethrow
{
    private static readonly SyntaxAnnotation Gone = new();

    /// <summary>Logs the exception and throws it on; null where no logger is in scope.</summary>
    /// <param name="spot">The place.</param>
    /// <param name="handler">The handler as it is.</param>
    /// <param name="remains">What is left of its block.</param>
    public static SyntaxNode? Logged(Spot spot, CatchClauseSyntax handler, BlockSyntax remains)
    {
        if (spot.Model.GetOperation(handler, spot.Cancellation) is not ICatchClauseOperation { Parent: ITryOperation attempt }) return null;
        if (Loggers.InScope(spot, handler.Block.SpanStart) is not { } logger || End(handler, remains, spot) is not { } cured) return null;

        var exception = handler.Declaration is { Identifier: { ValueText.Length: > 0 } identifier } ? identifier.Text : Fresh.Name(spot, handler, "ex", "exception");
        var entry = LogEntry.About(attempt, handler.Block.SpanStart, spot.Model);
        var log = Pattern.Statement(logger.Error(exception, entry.Template, entry.Values), spot.NewLine);
        cured = Handler.Named(cured.WithBlock(cured.Block.WithStatements(cured.Block.Statements.Insert(0, log))), exception);
        return Usings.Ensure(spot.Root.ReplaceNode(handler, cured), spot, logger.Needs, "System.Exception");
    }

    /// <summary>Throws the exception on.</summary>
    public static SyntaxNode? Plain(Spot spot, CatchClauseSyntax handler, BlockSyntax remains) =>
        End(handler, remains, spot) is { } cured ? spot.Root.ReplaceNode(handler, cured) : null;

    /// <summary>The block without some of its statements; their comments stay.</summary>
    public static BlockSyntax Without(BlockSyntax block, params StatementSyntax[] gone)
    {
        block = block.ReplaceNodes(gone, (_, statement) =>
        {
            var before = statement.GetLeadingTrivia();
            var behind = statement.GetTrailingTrivia();
            var above = before.Take(before.Select((trivia, index) => IsSpace(trivia) ? 0 : index + 2).DefaultIfEmpty().Max());
            return statement
                .WithLeadingTrivia(behind.All(IsSpace) ? above : before)
                .WithTrailingTrivia(behind.All(IsSpace) ? [] : behind)
                .WithAdditionalAnnotations(Gone);
        });
        return block.RemoveNodes(block.GetAnnotatedNodes(Gone), SyntaxRemoveOptions.KeepExteriorTrivia)!;
    }

    private static bool IsSpace(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia);

    /// <summary>Ends the handler with <c>throw;</c>; null when it leaves in the middle as well.</summary>
    private static CatchClauseSyntax? End(CatchClauseSyntax handler, BlockSyntax remains, Spot spot)
    {
        if (remains.ContainsDirectives) return null;
        var leaves = remains.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<StatementSyntax>()
            .Any(statement => Handler.Leaves(statement) && statement != remains.Statements.Last());
        if (leaves) return null;
        var rest = handler.WithBlock(remains);
        return remains.Statements.LastOrDefault() is ThrowStatementSyntax ? rest.WithBlock(Handler.Open(remains, spot.NewLine)) : Handler.Ending(rest, "throw;", spot.NewLine);
    }
}
