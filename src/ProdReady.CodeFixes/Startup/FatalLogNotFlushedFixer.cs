using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Startup;

/// <summary>Closes the log where the process ends: in the finally of the entry point, or before the call that ends it. A closed log takes no more entries, so it is the last thing that happens.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class FatalLogNotFlushedFixer() : ProductionFixer(
    FatalLogNotFlushed.Rule,
    new Remedy("Close the log before the process ends", spot => Task.FromResult(Closing(spot))))
{
    private static SyntaxNode? Closing(Spot spot)
    {
        if (spot.Note(FatalLogNotFlushed.FlushNote) is not { } flush || spot.Enclosing<CatchClauseSyntax>() is not { Parent: TryStatementSyntax attempt } handler) return null;
        var close = Pattern.Statement(Written(flush, spot) + ";", spot.NewLine);
        var root = spot.Note(FatalLogNotFlushed.EndNote) is { } end ? BeforeEnd(handler, end, close, spot) : InFinally(attempt, close, spot);
        return root is null ? null : Usings.Ensure(root, spot, flush.StartsWith("Log.", StringComparison.Ordinal) ? "Serilog.Log" : null);
    }

    private static SyntaxNode? BeforeEnd(CatchClauseSyntax handler, string end, StatementSyntax close, Spot spot)
    {
        var call = handler.Block.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(candidate => candidate.SpanStart > spot.Token.SpanStart && Names.Text(candidate) == end);
        if (call?.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax block } statement) return null;
        if (block != handler.Block || block.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia))
            return spot.Root.ReplaceNode(statement, new[] { close.WithLeadingTrivia(statement.GetLeadingTrivia()), statement.WithLeadingTrivia(Indentation(statement)) });
        var open = Handler.Open(block, spot.NewLine);
        return spot.Root.ReplaceNode(handler, handler.WithBlock(open.WithStatements(open.Statements.Insert(block.Statements.IndexOf(statement), close))));
    }

    /// <summary>Only where nothing behind the try writes to the log any more, in the entry point itself.</summary>
    private static SyntaxNode? InFinally(TryStatementSyntax attempt, StatementSyntax close, Spot spot)
    {
        if (spot.Model.Compilation.GetEntryPoint(spot.Cancellation) is not { } main) return null;
        if (!SymbolEqualityComparer.Default.Equals(spot.Model.GetEnclosingSymbol(attempt.SpanStart, spot.Cancellation), main) || LogsBehind(attempt)) return null;
        if (attempt.Finally is { } last)
        {
            var block = Handler.Open(last.Block, spot.NewLine);
            return spot.Root.ReplaceNode(last.Block, Handler.Adding(block, close));
        }

        var trivia = attempt.GetTrailingTrivia();
        var added = SyntaxFactory.FinallyClause(
            SyntaxFactory.Token(SyntaxKind.FinallyKeyword).WithLeadingTrivia(Indentation(attempt)).WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine)),
            SyntaxFactory.Block(
                SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine)),
                SyntaxFactory.SingletonList(close),
                SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(trivia)).WithAdditionalAnnotations(Formatter.Annotation));
        return spot.Root.ReplaceNode(attempt, attempt.WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine)).WithFinally(added));
    }

    private static SyntaxTriviaList Indentation(SyntaxNode node) =>
        node.GetLeadingTrivia().LastOrDefault() is var last && last.IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(last) : default;

    private static bool LogsBehind(TryStatementSyntax attempt)
    {
        var whole = attempt.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() ?? attempt.SyntaxTree.GetRoot();
        if (attempt.Ancestors().TakeWhile(node => node != whole).Any(node => node is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax)) return true;
        return whole.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseTypeDeclarationSyntax)).OfType<InvocationExpressionSyntax>()
            .Any(call => call.SpanStart > attempt.Span.End && call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Log" } });
    }

    /// <summary>The call as it has to be written there.</summary>
    private static string Written(string flush, Spot spot) =>
        flush.StartsWith("NLog.", StringComparison.Ordinal) && spot.Model.LookupNamespacesAndTypes(spot.Token.SpanStart, name: "LogManager").Any(type => type.ContainingNamespace?.Name == "NLog") ? flush.Substring("NLog.".Length) : flush;
}
