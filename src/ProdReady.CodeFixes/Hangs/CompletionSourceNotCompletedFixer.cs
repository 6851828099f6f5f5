using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Completes the task with the exception: in the handler that is there, in one more handler of the try that is there, or in a try around the rest of the block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class CompletionSourceNotCompletedFixer() : ProductionFixer(
    CompletionSourceNotCompleted.Rule,
    new Remedy("Complete the task when the work fails", spot => Task.FromResult(Complete(spot))))
{
    private static SyntaxNode? Complete(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { } call || Receiver(call) is not { } source) return null;
        if (!int.TryParse(spot.Note(CompletionSourceNotCompleted.FailsNote), NumberStyles.None, CultureInfo.InvariantCulture, out var position) || Awaiting.Function(call) is not { } function || !function.Span.Contains(position)) return null;

        var isCancelled = spot.Note(CompletionSourceNotCompleted.CancelledNote) is not null;
        var failing = spot.Root.FindToken(position);
        var attempts = failing.Parent!.AncestorsAndSelf().TakeWhile(node => node != function).OfType<TryStatementSyntax>().Where(attempt => attempt.Block.Span.Contains(position)).ToArray();
        foreach (var attempt in attempts)
        {
            if (attempt.Catches.FirstOrDefault(clause => isCancelled ? IsCancellation(clause) : IsCatchAll(clause)) is { } handler) return Ensured(spot.Root.ReplaceNode(handler, Completing(handler, source, isCancelled, spot)), spot);
        }

        if (isCancelled) return null;
        return attempts.FirstOrDefault(attempt => attempt.Block.Span.Contains(call.Span)) is { } around
            ? Ensured(spot.Root.ReplaceNode(around, WithHandler(around, source, spot)), spot)
            : Wrap(call, failing, source, spot);
    }

    /// <summary>The rest of the block, from the statement that fails, in a try.</summary>
    private static SyntaxNode? Wrap(InvocationExpressionSyntax call, SyntaxToken failing, string source, Spot spot)
    {
        if (call.Ancestors().OfType<BlockSyntax>().FirstOrDefault(candidate => candidate.Span.Contains(failing.Span)) is not { } block || Awaiting.Function(block) != Awaiting.Function(call)) return null;
        var first = block.Statements.IndexOf(statement => statement.Span.Contains(failing.Span));
        if (first < 0) return null;

        var rest = block.Statements.Skip(first).ToArray();
        if (rest.Any(statement => statement is LocalFunctionStatementSyntax or LabeledStatementSyntax) || rest.SelectMany(statement => statement.DescendantNodesAndSelf()).Any(node => node is YieldStatementSyntax)) return null;

        var made = WithHandler((TryStatementSyntax)Pattern.Statement("try\n{\n}\nfinally\n{\n}", spot.NewLine), source, spot).WithFinally(null);
        var inner = rest.Select((statement, index) => index == 0 ? statement.WithLeadingTrivia(Own(statement)) : statement);
        made = made
            .WithBlock(made.Block.WithStatements(SyntaxFactory.List(inner)))
            .WithLeadingTrivia(Parting(rest[0]))
            .WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine))
            .WithAdditionalAnnotations(Formatter.Annotation);
        var whole = block.WithStatements(SyntaxFactory.List(block.Statements.Take(first).Append(made)));
        return Ensured(spot.Root.ReplaceNode(block, Handler.Open(whole, spot.NewLine).WithAdditionalAnnotations(Formatter.Annotation)), spot);
    }

    /// <summary>The try with a last handler for all failures; its handlers for cancellation cancel the task.</summary>
    private static TryStatementSyntax WithHandler(TryStatementSyntax attempt, string source, Spot spot)
    {
        var exception = Fresh.Name(spot, spot.Enclosing<MemberDeclarationSyntax>() ?? spot.Root, "ex", "exception");
        var made = (TryStatementSyntax)Pattern.Statement(
            $$"""
            try
            {
            }
            catch (Exception {{exception}})
            {
                {{source}}.TrySetException({{exception}});
                throw;
            }
            """, spot.NewLine);
        var clause = made.Catches[0].WithAdditionalAnnotations(Formatter.Annotation);
        var clauses = attempt.Catches.Select(handler => IsCancellation(handler) && !handler.Block.ToString().Contains("TrySet") ? Completing(handler, source, isCancelled: true, spot) : handler);
        return attempt.WithCatches(SyntaxFactory.List(clauses.Append(clause)));
    }

    /// <summary>The handler that completes the task before all else.</summary>
    private static CatchClauseSyntax Completing(CatchClauseSyntax handler, string source, bool isCancelled, Spot spot)
    {
        var named = isCancelled ? handler : Handler.Named(handler, Fresh.Name(spot, handler, "ex", "exception"));
        var statement = Pattern.Statement(isCancelled ? $"{source}.TrySetCanceled();" : $"{source}.TrySetException({named.Declaration!.Identifier.Text});", spot.NewLine);
        var block = Handler.Open(named.Block, spot.NewLine);
        return named.WithBlock(block.WithStatements(block.Statements.Insert(0, statement)).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static SyntaxNode Ensured(SyntaxNode root, Spot spot) => Usings.Ensure(root, spot, "System.Exception");

    private static bool IsCatchAll(CatchClauseSyntax clause) =>
        clause.Filter is null && clause.Declaration?.Type.ToString() is null or "Exception" or "System.Exception";

    private static bool IsCancellation(CatchClauseSyntax clause) =>
        clause.Declaration?.Type.ToString().Split('.').Last() is "OperationCanceledException" or "TaskCanceledException";

    /// <summary>The source as it is written, with the <c>?</c> of a call that asks whether there is one.</summary>
    private static string? Receiver(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Expression.ToString(),
        MemberBindingExpressionSyntax when call.Parent is ConditionalAccessExpressionSyntax access => access.Expression + "?",
        _ => null,
    };

    /// <summary>Blank lines above the statement, which stay outside.</summary>
    private static SyntaxTriviaList Parting(StatementSyntax statement) =>
        SyntaxFactory.TriviaList(statement.GetLeadingTrivia().TakeWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));

    private static SyntaxTriviaList Own(StatementSyntax statement) =>
        SyntaxFactory.TriviaList(statement.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
}
