using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>Writes a time below the grace period of the platform.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ShutdownTimeoutMistakeFixer() : ProductionFixer(
    ShutdownTimeoutMistake.Rule,
    new Remedy("Give the host a time below the grace period", spot => Task.FromResult(GiveTime(spot))))
{
    private static SyntaxNode? GiveTime(Spot spot)
    {
        var value = spot.Token.Parent?.AncestorsAndSelf().OfType<ExpressionSyntax>().FirstOrDefault(node => node.Parent is AssignmentExpressionSyntax or ArgumentSyntax && node.SpanStart == spot.Token.SpanStart);
        return value is null || spot.Note(ShutdownTimeoutMistake.SecondsNote) is not { } seconds
            ? null
            : Usings.Ensure(spot.Root.ReplaceNode(value, Pattern.Expression($"TimeSpan.FromSeconds({seconds})").WithTriviaFrom(value)), spot, "System.TimeSpan");
    }
}
