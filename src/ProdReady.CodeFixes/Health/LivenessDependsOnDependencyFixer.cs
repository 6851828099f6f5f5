using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Health;

/// <summary>Has liveness run only the checks that are tagged for it; where there are none, it says that the process answers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LivenessDependsOnDependencyFixer() : ProductionFixer(
    LivenessDependsOnDependency.Rule,
    new Remedy("Run only the checks tagged 'live'", spot => Task.FromResult(Restrict(spot))))
{
    private static SyntaxNode? Restrict(Spot spot)
    {
        if (spot.Call is not { } map) return null;
        var predicate = $"{Fresh.Name(spot, map, "check", "registration")} => ";
        predicate += predicate.Split(' ')[0] + ".Tags.Contains(\"live\")";
        var set = Pattern.Expression($"new HealthCheckOptions {{ Predicate = {predicate} }}");
        var options = map.ArgumentList.Arguments.Select(argument => argument.Expression).OfType<BaseObjectCreationExpressionSyntax>().FirstOrDefault();
        if (options is null)
        {
            // Options that are kept elsewhere may belong to other endpoints too.
            return map.ArgumentList.Arguments.Count == 1 ? Usings.Ensure(spot.Root.ReplaceNode(map, MoreArguments.Adding(map, SyntaxFactory.Argument(set))), spot, HealthApis.Options) : null;
        }

        var old = options.Initializer?.Expressions.OfType<AssignmentExpressionSyntax>().FirstOrDefault(assignment => assignment.Left.ToString() == "Predicate");
        if (old is not null) return spot.Root.ReplaceNode(old.Right, Pattern.Expression(predicate).WithTriviaFrom(old.Right));
        if (options.Initializer is not { Expressions: { Count: > 0 } expressions } initializer)
        {
            return options.ArgumentList is null or { Arguments.Count: 0 } ? spot.Root.ReplaceNode(options, set.WithTriviaFrom(options)) : null;
        }

        var first = expressions[0];
        var added = set.DescendantNodes().OfType<AssignmentExpressionSyntax>().First().WithLeadingTrivia(first.GetLeadingTrivia()).WithTrailingTrivia();
        var isOnLines = initializer.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        var comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(isOnLines ? SyntaxFactory.EndOfLine(spot.NewLine) : SyntaxFactory.Space);
        var rest = isOnLines ? expressions : expressions.Replace(first, first.WithLeadingTrivia());
        return spot.Root.ReplaceNode(initializer, initializer.WithExpressions(SyntaxFactory.SeparatedList(rest.Prepend(added), rest.GetSeparators().Prepend(comma))));
    }
}
