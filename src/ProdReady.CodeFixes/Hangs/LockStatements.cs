using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Hangs;

/// <summary>The statements that take a lock, with the test of the result: what follows them in their block runs with the lock held.</summary>
/// <param name="Block">The block.</param>
/// <param name="First">The first of these statements.</param>
/// <param name="Behind">The first statement that runs with the lock held.</param>
internal sealed record LockStatements(BlockSyntax Block, int First, int Behind)
{
    /// <summary>Where the call takes the lock; null when what follows it does not only run with the lock.</summary>
    public static LockStatements? Around(InvocationExpressionSyntax call)
    {
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not { } statement) return null;
        switch (statement)
        {
            case IfStatementSyntax choice when choice.Condition.Span.Contains(call.Span): return Tested(choice, choice, call);
            case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax taken } } when Next(statement) is IfStatementSyntax choice: return Tested(choice, statement, taken);
            case LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } when Next(statement) is IfStatementSyntax choice: return Tested(choice, statement, SyntaxFactory.IdentifierName(variables[0].Identifier.ValueText));
            case ExpressionStatementSyntax { Parent: BlockSyntax block } alone when Asked(alone.Expression) == call:
                var index = block.Statements.IndexOf(statement);
                return new LockStatements(block, index, index + 1);
            default: return null;
        }
    }

    /// <summary>What is known of the locks of the function around the call, in the document as it is now.</summary>
    public static (LockedFunction Function, LockUse Use)? Use(InvocationExpressionSyntax call, Spot spot)
    {
        var known = Known.About(spot.Model.Compilation, spot.Document.Project.AnalyzerOptions, spot.Cancellation);
        return spot.Model.GetOperation(call, spot.Cancellation) is IInvocationOperation operation && known.Locks.Around(operation) is { } function && function.UseAt(operation) is { } use ? (function, use) : null;
    }

    /// <summary>A try around statements, with the release in its finally.</summary>
    public static TryStatementSyntax Guarded(IEnumerable<StatementSyntax> work, IEnumerable<StatementSyntax> release, string newLine)
    {
        var made = (TryStatementSyntax)Pattern.Statement("try\n{\n}\nfinally\n{\n}", newLine);
        return made
            .WithBlock(made.Block.WithStatements(SyntaxFactory.List(Laid(work, newLine))))
            .WithFinally(made.Finally!.WithBlock(made.Finally.Block.WithStatements(SyntaxFactory.List(Laid(release, newLine)))));
    }

    /// <summary>The statements, to be laid out where they are put: without blank lines above the first, and each on lines of its own.</summary>
    public static IEnumerable<StatementSyntax> Laid(IEnumerable<StatementSyntax> statements, string newLine)
    {
        var isFirst = true;
        foreach (var statement in statements)
        {
            var laid = statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? statement : statement.WithTrailingTrivia(statement.GetTrailingTrivia().Add(SyntaxFactory.EndOfLine(newLine)));
            if (isFirst) laid = laid.WithLeadingTrivia(laid.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
            isFirst = false;
            yield return laid.WithAdditionalAnnotations(Formatter.Annotation);
        }
    }

    /// <summary>The statement behind another one in its block.</summary>
    private static StatementSyntax? Next(StatementSyntax statement) =>
        statement.Parent is BlockSyntax block ? block.Statements.SkipWhile(other => other != statement).Skip(1).FirstOrDefault() : null;

    /// <summary>What follows a test: the branch it guards, or all behind it where the branch leaves.</summary>
    private static LockStatements? Tested(IfStatementSyntax choice, StatementSyntax first, ExpressionSyntax taken)
    {
        var (condition, isTrue) = Stripped(choice.Condition, true);
        if (!SyntaxFactory.AreEquivalent(condition, taken)) return null;
        if (isTrue) return choice.Statement is BlockSyntax branch ? new LockStatements(branch, 0, 0) : null;
        return choice is { Else: null, Parent: BlockSyntax block } && Leaves(choice.Statement) ? new LockStatements(block, block.Statements.IndexOf(first), block.Statements.IndexOf(choice) + 1) : null;
    }

    private static bool Leaves(StatementSyntax statement) =>
        (statement is BlockSyntax block ? block.Statements.LastOrDefault() : statement) is ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax;

    private static (ExpressionSyntax Asked, bool IsTrue) Stripped(ExpressionSyntax condition, bool isTrue) => condition switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Stripped(not.Operand, !isTrue),
        ParenthesizedExpressionSyntax inner => Stripped(inner.Expression, isTrue),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.FalseLiteralExpression } comparison => Stripped(comparison.Left, !isTrue),
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression } } pattern => Stripped(pattern.Expression, !isTrue),
        _ => (Asked(condition), isTrue),
    };

    /// <summary>The call itself, without await and <c>ConfigureAwait</c>.</summary>
    private static ExpressionSyntax Asked(ExpressionSyntax expression) => expression switch
    {
        AwaitExpressionSyntax wait => Asked(wait.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } access } => Asked(access.Expression),
        ParenthesizedExpressionSyntax inner => Asked(inner.Expression),
        _ => expression,
    };
}
