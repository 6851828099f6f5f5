using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Startup;

/// <summary>Has the container look, whatever the environment is.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ContainerValidationOffFixer() : ProductionFixer(
    ContainerValidationOff.Rule,
    new Remedy("Have the container look for mistakes", spot => Task.FromResult(TurnOn(spot))))
{
    private static SyntaxNode? TurnOn(Spot spot) =>
        spot.Enclosing<AssignmentExpressionSyntax>() is { Right: var value }
            ? spot.Root.ReplaceNode(value, Pattern.Expression("true").WithTriviaFrom(value))
            : null;
}
