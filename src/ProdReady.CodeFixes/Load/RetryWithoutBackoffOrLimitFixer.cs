using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Load;

/// <summary>Lets a loop wait longer after each failure; where somebody waits for the result, lets it give up as well.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class RetryWithoutBackoffOrLimitFixer() : ProductionFixer(
    RetryWithoutBackoffOrLimit.Rule,
    new Remedy("Wait longer after each failure, and give up after some", spot => Task.FromResult(spot.Token.IsKind(SyntaxKind.CatchKeyword) ? Limited(spot) : OfPolicy(spot))),
    new Remedy("Wait longer after each failure", spot => Task.FromResult(spot.Token.IsKind(SyntaxKind.CatchKeyword) ? Paced(spot) : null)))
{
    /// <summary>A retry: the failure after the last attempt goes to the caller.</summary>
    private static SyntaxNode? Limited(Spot spot)
    {
        if (spot.Note(RetryWithoutBackoffOrLimit.EndsNote) is null || spot.Enclosing<CatchClauseSyntax>() is not { Parent: TryStatementSyntax attempt } clause || Loop(attempt) is not { } loop) return null;
        var failures = Fresh.Name(spot, Function(loop), "failures", "failedAttempts");
        var count = $"++{failures} < {spot.Note(RetryWithoutBackoffOrLimit.AttemptsNote)}";
        var handler = Delaying(spot, clause, $"TimeSpan.FromMilliseconds(200 * Math.Pow(2, {failures}){Jitter(spot)})");
        var filter = clause.Filter is { } existing
            ? existing.WithFilterExpression(Pattern.Expression($"{existing.FilterExpression} && {count}"))
            : SyntaxFactory.CatchFilterClause(Pattern.Expression(count)).WithWhenKeyword(SyntaxFactory.Token(SyntaxKind.WhenKeyword).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space));
        return Counted(spot, loop, loop.ReplaceNode(clause, Filtered(handler, clause, filter)), failures);
    }

    /// <summary>A worker: it goes on, and a success makes the delay short again.</summary>
    private static SyntaxNode? Paced(Spot spot)
    {
        if (spot.Enclosing<CatchClauseSyntax>() is not { Parent: TryStatementSyntax attempt } clause || Loop(attempt) is not { } loop) return null;
        var failures = Fresh.Name(spot, Function(loop), "failures", "failedAttempts");
        var handler = Delaying(spot, clause, $"TimeSpan.FromSeconds(Math.Min({spot.Note(RetryWithoutBackoffOrLimit.DelayNote)}, Math.Pow(2, {failures}++)){Jitter(spot)})");
        var paced = attempt.ReplaceNode(clause, handler);
        if (spot.Note(RetryWithoutBackoffOrLimit.EndsNote) is null)
        {
            if (Succeeding(attempt, spot.Note(RetryWithoutBackoffOrLimit.CallNote)) is not { } position) return null;
            var block = Handler.Open(paced.Block, spot.NewLine);
            paced = paced.WithBlock(block.WithStatements(block.Statements.Insert(position, Pattern.Statement($"{failures} = 0;", spot.NewLine))));
        }

        return Counted(spot, loop, loop.ReplaceNode(attempt, paced), failures);
    }

    /// <summary>The position behind the statement of the block that makes the call; null when nothing stands behind it that is reached.</summary>
    private static int? Succeeding(TryStatementSyntax attempt, string? call)
    {
        var statements = attempt.Block.Statements;
        var position = statements.IndexOf(statement => statement.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(made => Flow.Names.Of(made) == call));
        return position < 0 || Handler.Leaves(statements[position]) || statements[position] is ThrowStatementSyntax ? null : position + 1;
    }

    private static CatchClauseSyntax Delaying(Spot spot, CatchClauseSyntax clause, string time)
    {
        var token = Awaiting.TokenInScope(spot);
        var delay = Pattern.Statement(Awaiting.IsOpen(clause) ? $"await Task.Delay({time}{(token is null ? "" : ", " + token)});" : $"Thread.Sleep({time});", spot.NewLine);
        var block = Handler.Open(clause.Block, spot.NewLine);
        return clause.WithBlock(block.Statements.LastOrDefault() is { } last && Handler.Leaves(last)
            ? block.WithStatements(block.Statements.Insert(block.Statements.Count - 1, delay))
            : Handler.Adding(block, delay));
    }

    /// <summary>The filter stands behind the parentheses, or behind the keyword where there are none.</summary>
    private static CatchClauseSyntax Filtered(CatchClauseSyntax handler, CatchClauseSyntax original, CatchFilterClauseSyntax filter)
    {
        if (original.Filter is not null) return handler.WithFilter(filter.WithTriviaFrom(original.Filter));
        return original.Declaration is { } declaration
            ? handler.WithDeclaration(declaration.WithoutTrailingTrivia()).WithFilter(filter.WithTrailingTrivia(declaration.GetTrailingTrivia()))
            : handler.WithCatchKeyword(original.CatchKeyword.WithTrailingTrivia()).WithFilter(filter.WithTrailingTrivia(original.CatchKeyword.TrailingTrivia));
    }

    private static SyntaxNode Counted(Spot spot, StatementSyntax loop, StatementSyntax changed, string failures)
    {
        var declaration = Pattern.Statement($"var {failures} = 0;", spot.NewLine);
        var root = Replacement.Of(spot.Root, loop, [declaration, changed.WithLeadingTrivia()], spot.NewLine);
        return Usings.Ensure(root, spot, "System.TimeSpan", "System.Math", "System.Threading.Tasks.Task", Awaiting.IsOpen(spot.Token.Parent!) ? null : "System.Threading.Thread");
    }

    /// <summary>Many clients that failed together do not come back together.</summary>
    private static string Jitter(Spot spot) => spot.Type("System.Random")?.GetMembers("Shared").IsEmpty == false ? " * (0.5 + Random.Shared.NextDouble())" : "";

    private static StatementSyntax? Loop(TryStatementSyntax attempt) =>
        attempt.Ancestors().OfType<StatementSyntax>().FirstOrDefault(statement => statement is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax) is { Parent: BlockSyntax or GlobalStatementSyntax } loop ? loop : null;

    private static SyntaxNode Function(SyntaxNode loop) => loop.Ancestors().FirstOrDefault(node => node is BaseMethodDeclarationSyntax) ?? loop.SyntaxTree.GetRoot();

    private static SyntaxNode? OfPolicy(Spot spot)
    {
        var attempts = spot.Note(RetryWithoutBackoffOrLimit.AttemptsNote);
        if (spot.Enclosing<AssignmentExpressionSyntax>() is { } set && set.Right.Span.Contains(spot.Token.Span)) return spot.Root.ReplaceNode(set.Right, Pattern.Expression(attempts!).WithTriviaFrom(set.Right));
        if (spot.Call is not { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax access } call) return null;
        var name = access.Name.Identifier.ValueText == "RetryForever" ? "WaitAndRetry" : "WaitAndRetryAsync";
        var arguments = SyntaxFactory.ParseArgumentList($"({attempts}, attempt => TimeSpan.FromMilliseconds(200 * Math.Pow(2, attempt)))");
        var limited = call.WithExpression(access.WithName(SyntaxFactory.IdentifierName(name).WithTriviaFrom(access.Name))).WithArgumentList(arguments.WithTriviaFrom(call.ArgumentList).WithAdditionalAnnotations(Formatter.Annotation));
        return Usings.Ensure(spot.Root.ReplaceNode(call, limited), spot, "System.TimeSpan");
    }
}
