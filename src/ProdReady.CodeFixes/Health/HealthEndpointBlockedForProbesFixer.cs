using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Health;

/// <summary>Lets probes in: without signing in, and without the way over HTTPS.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class HealthEndpointBlockedForProbesFixer() : ProductionFixer(
    HealthEndpointBlockedForProbes.Rule,
    new Remedy("Let probes in without signing in", spot => Task.FromResult(LetIn(spot))),
    new Remedy("Leave the health endpoints out of the redirection", spot => Task.FromResult(LeaveOut(spot))))
{
    private const string Redirection = "UseHttpsRedirection";

    private static SyntaxNode? LetIn(Spot spot)
    {
        if (spot.Note(HealthEndpointBlockedForProbes.Paths) is not null || spot.Enclosing<InvocationExpressionSyntax>() is not { } map) return null;
        return Usings.Ensure(
            spot.Root.ReplaceNode(map, Pattern.Expression($"{map.WithoutTrivia().ToFullString()}.AllowAnonymous()").WithTriviaFrom(map)),
            spot, "Microsoft.AspNetCore.Builder.AuthorizationEndpointConventionBuilderExtensions");
    }

    private static SyntaxNode? LeaveOut(Spot spot)
    {
        if (spot.Note(HealthEndpointBlockedForProbes.Paths) is not { } paths) return null;
        var redirection = spot.Root.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(call => Names.Of(call) == Redirection && call.Parent is ExpressionStatementSyntax);
        if (redirection?.Expression is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax application }) return null;
        var others = string.Join(" && ", paths.Split(' ').Select(path => $"!context.Request.Path.StartsWithSegments(\"/{path.Trim('/')}\")"));
        return Usings.Ensure(
            spot.Root.ReplaceNode(redirection, Pattern.Expression($"{application}.UseWhen(context => {others}, branch => branch.{Redirection}())").WithTriviaFrom(redirection)),
            spot, "Microsoft.AspNetCore.Builder.UseWhenExtensions");
    }
}
