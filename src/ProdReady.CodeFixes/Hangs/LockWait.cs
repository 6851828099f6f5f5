using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>A wait for a lock that has an end, in the place of one that has none.</summary>
/// <param name="Name">What an operator knows the lock by.</param>
/// <param name="Holding">Who holds it, as in "which another process holds".</param>
/// <param name="Held">The same, as in "held by another process".</param>
/// <param name="Seconds">When it gives up.</param>
internal sealed record LockWait(string Name, string Holding, string Held, int Seconds)
{
    private const int LongestSlice = 10;

    /// <summary>A loop that tries in slices, says for what it waits after each, and fails with the lock's name at the end.</summary>
    /// <param name="statement">The wait as it is.</param>
    /// <param name="attempt">The expression that tries for a time, and is true when the lock is taken.</param>
    /// <param name="spot">The finding.</param>
    public StatementSyntax InSlices(StatementSyntax statement, Func<string, string> attempt, Spot spot)
    {
        var slice = $"TimeSpan.FromSeconds({Math.Max(1, Math.Min(LongestSlice, Seconds / 3))})";
        var waited = Fresh.Name(spot, statement, "waited", "lockWait");
        var say = Loggers.InScope(spot, statement.SpanStart)?.Warning($"Waiting for {{Lock}}, which {Holding}, {{Waited}} so far", Literal(Name), waited)
            ?? $"Console.Error.WriteLine({Literal($"Waiting for {Name}, which {Holding}, for ")} + {waited});";
        return Pattern.Statement(
            $$"""
            for (var {{waited}} = {{slice}}; !{{attempt(slice)}}; {{waited}} += {{slice}})
            {
                if ({{waited}} >= TimeSpan.FromSeconds({{Seconds}}))
                {
                    throw new TimeoutException({{Failure}});
                }

                {{say}}
            }
            """, spot.NewLine);
    }

    /// <summary>One attempt, and an exception with the lock's name.</summary>
    public StatementSyntax Once(Func<string, string> attempt, Spot spot) => Pattern.Statement(
        $$"""
        if (!{{attempt($"TimeSpan.FromSeconds({Seconds})")}})
        {
            throw new TimeoutException({{Failure}});
        }
        """, spot.NewLine);

    private string Failure => Literal($"{Name} is still {Held} after {Seconds} seconds");

    /// <summary>The root with the statement replaced: in a block of its own where it was the body of an if, and on lines of its own where its block was on one.</summary>
    public static SyntaxNode Instead(StatementSyntax statement, StatementSyntax made, Spot spot)
    {
        if (statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax or LabeledStatementSyntax)
        {
            made = made.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(Parted(statement, spot));
            return statement.Parent is BlockSyntax around
                ? spot.Root.ReplaceNode(around, Handler.Open(around.ReplaceNode(statement, made), spot.NewLine))
                : spot.Root.ReplaceNode(statement, made);
        }

        var end = SyntaxFactory.EndOfLine(spot.NewLine);
        var block = SyntaxFactory.Block(
                SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(end),
                SyntaxFactory.SingletonList(made.WithTrailingTrivia(end)),
                SyntaxFactory.Token(SyntaxKind.CloseBraceToken))
            .WithLeadingTrivia(statement.GetLeadingTrivia())
            .WithTrailingTrivia(statement.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
        return spot.Root.ReplaceNode(statement, block);
    }

    /// <summary>Whether the expression gives the same lock each time.</summary>
    public static bool IsSteady(ExpressionSyntax handle) => handle switch
    {
        IdentifierNameSyntax or ThisExpressionSyntax or BaseExpressionSyntax or PredefinedTypeSyntax or GenericNameSyntax or AliasQualifiedNameSyntax => true,
        MemberAccessExpressionSyntax member => IsSteady(member.Expression),
        ParenthesizedExpressionSyntax inner => IsSteady(inner.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } inner => IsSteady(inner.Operand),
        _ => false,
    };

    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>The trivia behind the statement, with a blank line before the next one.</summary>
    private static SyntaxTriviaList Parted(StatementSyntax statement, Spot spot)
    {
        var next = statement.GetLastToken().GetNextToken();
        var isLast = next.IsKind(SyntaxKind.CloseBraceToken) || next.IsKind(SyntaxKind.EndOfFileToken) || next.IsKind(SyntaxKind.None);
        var isParted = next.LeadingTrivia.FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);
        return isLast || isParted ? statement.GetTrailingTrivia() : statement.GetTrailingTrivia().Add(SyntaxFactory.EndOfLine(spot.NewLine));
    }
}
