using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>An entry for the exception of a handler: in the logger in scope, in one that is injected, or on standard error of a program without logging.</summary>
internal static class HandlerLog
{
    /// <summary>The root with the entry as the first statement of <paramref name="handler"/>; null when there is nothing to write to.</summary>
    public static async Task<SyntaxNode?> Added(CatchClauseSyntax handler, Spot spot)
    {
        if (spot.Model.GetOperation(handler, spot.Cancellation) is not ICatchClauseOperation { Parent: ITryOperation attempt }) return null;

        var exception = handler.Declaration is { Identifier: { ValueText.Length: > 0 } identifier } ? identifier.Text : Fresh.Name(spot, handler, "ex", "exception");
        var entry = LogEntry.About(attempt, handler.Block.SpanStart, spot.Model);
        if (Loggers.InScope(spot, handler.Block.SpanStart) is { } logger) return Logging(spot, handler, exception, logger.Error(exception, entry.Template, entry.Values), logger.Needs);

        if (await LoggerInjection.For(spot, handler).ConfigureAwait(false) is { } injection)
            return injection.Into(Logging(spot, injection.Mark(handler), exception, injection.Logger.Error(exception, entry.Template, entry.Values), injection.MarkedRoot), spot);

        return spot.Model.Compilation.Options.OutputKind == OutputKind.ConsoleApplication
            ? Logging(spot, handler, exception, $$"""Console.Error.WriteLine($"{{entry.Interpolated}}: {{{exception}}}");""", "System.Console")
            : null;
    }

    private static SyntaxNode Logging(Spot spot, CatchClauseSyntax handler, string exception, string statement, string? needs) =>
        Usings.Ensure(spot.Root.ReplaceNode(handler, Beginning(handler, exception, statement, spot)), spot, needs, "System.Exception");

    private static SyntaxNode Logging(Spot spot, CatchClauseSyntax handler, string exception, string statement, SyntaxNode root) =>
        Usings.Ensure(root.ReplaceNode(handler, Beginning(handler, exception, statement, spot)), spot, "Microsoft.Extensions.Logging.ILogger", "System.Exception");

    private static CatchClauseSyntax Beginning(CatchClauseSyntax handler, string exception, string statement, Spot spot)
    {
        var block = Handler.Open(handler.Block, spot.NewLine);
        block = block.WithStatements(block.Statements.Insert(0, Indented(Pattern.Statement(statement, spot.NewLine), block)));
        return Handler.Named(handler.WithBlock(block), exception);
    }

    /// <summary>As deep as the statement below it, which may be indented in another way than the rest of the file.</summary>
    private static StatementSyntax Indented(StatementSyntax statement, BlockSyntax block)
    {
        if (block.HasAnnotations(Formatter.Annotation.Kind!) || block.Statements.FirstOrDefault() is not { } below || !block.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)) return statement;
        var indent = below.GetLeadingTrivia().LastOrDefault();
        return statement.WithoutAnnotations(Formatter.Annotation).WithLeadingTrivia(indent.IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(indent) : default);
    }
}
