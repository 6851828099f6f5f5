using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Takes a mutex over whose holder died: the wait for it throws, although the mutex is then held.</summary>
internal static class Abandonment
{
    /// <summary>The type a fix must make visible.</summary>
    public const string Exception = "System.Threading.AbandonedMutexException";

    /// <summary>The statement in a try that takes the exception.</summary>
    public static StatementSyntax Around(string statement, string name, Spot spot, int position, string then = "") => Pattern.Statement(
        $$"""
        try
        {
            {{statement}}
        }
        catch (AbandonedMutexException)
        {
            // The mutex is ours now, but what it guards may be half written.
            {{then}}{{Say(name, spot, position)}}
        }
        """, spot.NewLine);

    /// <summary>
    /// The root in which the wait is <paramref name="wait"/> and the exception is taken, so that what follows sees the mutex as taken.
    /// Null where something else may run before the wait, or instead of it.
    /// </summary>
    public static SyntaxNode? Taken(InvocationExpressionSyntax call, string wait, string name, Spot spot)
    {
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not { } statement) return null;
        if (IsRepeated(call, statement))
            return Replacement.Of(spot.Root, statement, [Around(statement.ReplaceNode(call, Pattern.Expression(wait)).WithoutTrivia().ToString(), name, spot, statement.SpanStart)], spot.NewLine);
        if (!RunsFirst(call, statement)) return null;

        var taken = Fresh.Name(spot, statement.Parent!, "taken", "mutexTaken");
        return Replacement.Of(
            spot.Root,
            statement,
            [
                Pattern.Statement($"bool {taken};", spot.NewLine),
                Around($"{taken} = {wait};", name, spot, statement.SpanStart, $"{taken} = true;\n    ").WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine), SyntaxFactory.EndOfLine(spot.NewLine)),
                statement.ReplaceNode(call, SyntaxFactory.IdentifierName(taken).WithTriviaFrom(call)).WithLeadingTrivia(),
            ],
            spot.NewLine);
    }

    /// <summary>Whether the loop asks until it has the mutex, and then goes on behind itself.</summary>
    private static bool IsRepeated(InvocationExpressionSyntax call, StatementSyntax statement) =>
        statement is WhileStatementSyntax { Condition: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var asked } } && asked == call
        || statement is ForStatementSyntax { Condition: PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var tested } } && tested == call;

    /// <summary>Whether the wait is the first thing the statement does, whatever else it does.</summary>
    private static bool RunsFirst(InvocationExpressionSyntax call, StatementSyntax statement)
    {
        for (SyntaxNode node = call; node.Parent is { } parent; node = parent)
        {
            switch (parent)
            {
                case ParenthesizedExpressionSyntax or EqualsValueClauseSyntax or VariableDeclaratorSyntax or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }:
                case VariableDeclarationSyntax { Variables.Count: 1 }:
                case BinaryExpressionSyntax binary when binary.Left == node:
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax } assignment when assignment.Right == node:
                    continue;
                case IfStatementSyntax branch:
                    return branch.Condition == node && parent == statement;
                case LocalDeclarationStatementSyntax or ExpressionStatementSyntax or ReturnStatementSyntax:
                    return parent == statement;
                default:
                    return false;
            }
        }

        return false;
    }

    private static string Say(string name, Spot spot, int position) =>
        Loggers.InScope(spot, position)?.Warning("The process that held {Lock} died without letting go", LockWait.Literal(name))
        ?? $"Console.Error.WriteLine({LockWait.Literal($"The process that held {name} died without letting go")});";
}
