using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Health;

/// <summary>Takes the endpoints out of the question for the environment; open to probes that do not sign in, or only on a port that is not reached from outside.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class HealthEndpointDevelopmentOnlyFixer() : ProductionFixer(
    HealthEndpointDevelopmentOnly.Rule,
    new Remedy("Map health in every environment", spot => Task.FromResult(TakeOut(spot, "AllowAnonymous()", "Microsoft.AspNetCore.Builder.AuthorizationEndpointConventionBuilderExtensions"))),
    new Remedy("Map health in every environment, on the management port", spot => Task.FromResult(
        spot.Note(HealthEndpointDevelopmentOnly.Port) is { } port ? TakeOut(spot, $"RequireHost(\"*:{port}\")", "Microsoft.AspNetCore.Builder.RoutingEndpointConventionBuilderExtensions") : null)),
    new Remedy("Map liveness and readiness outside Development", spot => Task.FromResult(
        spot.Note(HealthEndpointDevelopmentOnly.Helper) is null ? null : NoHealthEndpointFixer.MapHealth(spot, outsideDevelopment: true))))
{
    private static readonly string[] Endpoints = ["MapHealthChecks", "MapGrpcHealthChecksService"];

    private static SyntaxNode? TakeOut(Spot spot, string convention, string owner)
    {
        if (spot.Enclosing<ExpressionStatementSyntax>() is not { } reported || Question(reported) is not { } question) return null;
        var maps = Branch(question).Where(statement => statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax } && statement.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(IsMapping)).ToArray();
        if (!maps.Contains(reported) || maps.Any(map => NeedsBranch(map, question, spot)) || maps.Any(map => !EndsInEndpoint(map) && convention.StartsWith("RequireHost", StringComparison.Ordinal))) return null;

        var taken = maps.Select(map => Open((ExpressionStatementSyntax)map, convention).WithAdditionalAnnotations(Formatter.Annotation)).ToArray<StatementSyntax>();
        var rest = Branch(question).Count == maps.Length ? null : question.RemoveNodes(maps, SyntaxRemoveOptions.KeepNoTrivia);
        var made = rest is null ? taken : taken.Prepend(rest.WithTrailingTrivia(question.GetTrailingTrivia().Add(SyntaxFactory.EndOfLine(spot.NewLine)))).ToArray();
        // The comments above the first endpoint go with it.
        var comments = rest is null && question.Statement is BlockSyntax ? maps[0].GetLeadingTrivia() : default;
        var marked = spot.Root.ReplaceNode(question, question.WithLeadingTrivia(question.GetLeadingTrivia().AddRange(comments)).WithAdditionalAnnotations(Place));
        var root = Replacement.Of(marked, (StatementSyntax)marked.GetAnnotatedNodes(Place).Single(), made, spot.NewLine);
        return maps.Any(EndsInEndpoint) ? Usings.Ensure(root, spot, owner) : root;
    }

    private static readonly SyntaxAnnotation Place = new();

    /// <summary>The if that asks for the environment and nothing else, with the endpoint in it.</summary>
    private static IfStatementSyntax? Question(StatementSyntax statement)
    {
        var branch = statement.Parent is BlockSyntax block ? block.Parent : statement.Parent;
        return branch is IfStatementSyntax { Else: null, Condition: InvocationExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } } question ? question : null;
    }

    private static SyntaxList<StatementSyntax> Branch(IfStatementSyntax question) => question.Statement is BlockSyntax block ? block.Statements : SyntaxFactory.SingletonList(question.Statement);

    private static bool IsMapping(InvocationExpressionSyntax call) => Names.Of(call) is "UseHealthChecks" || Endpoints.Contains(Names.Of(call));

    private static bool EndsInEndpoint(StatementSyntax map) => map.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => Endpoints.Contains(Names.Of(call)));

    /// <summary>Whether the statement names something that is declared in the branch.</summary>
    private static bool NeedsBranch(StatementSyntax map, IfStatementSyntax question, Spot spot) =>
        map.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name =>
            spot.Model.GetSymbolInfo(name, spot.Cancellation).Symbol is ILocalSymbol local
            && local.DeclaringSyntaxReferences.Any(reference => question.Span.Contains(reference.Span) && !map.Span.Contains(reference.Span)));

    private static ExpressionStatementSyntax Open(ExpressionStatementSyntax map, string convention)
    {
        var isSaid = map.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => convention.StartsWith(Names.Of(call) + "(", StringComparison.Ordinal));
        return EndsInEndpoint(map) && !isSaid ? map.WithExpression(Pattern.Expression($"{map.Expression.ToString()}.{convention}").WithTriviaFrom(map.Expression)) : map;
    }
}
