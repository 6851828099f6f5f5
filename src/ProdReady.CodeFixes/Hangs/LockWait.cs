using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
}
