using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>Leaves a trace of the failure: in the logger in scope, in one that is injected, or on standard error of a tool without logging. Or lets it go on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SwallowedExceptionFixer() : ProductionFixer(
    SwallowedException.Rule,
    new Remedy("Log the exception", Log),
    new Remedy("Return false", spot => Task.FromResult(Deny(spot))),
    new Remedy("Let the exception propagate", Propagate))
{
    private static async Task<SyntaxNode?> Log(Spot spot) =>
        spot.Enclosing<CatchClauseSyntax>() is { } handler && spot.Note(SwallowedException.Answer) is null ? await HandlerLog.Added(handler, spot).ConfigureAwait(false) : null;

    /// <summary>Where it is logged already, the answer is what is wrong.</summary>
    private static SyntaxNode? Deny(Spot spot)
    {
        if (spot.Enclosing<CatchClauseSyntax>() is not { } handler || spot.Note(SwallowedException.Answer) is null) return null;
        var yes = handler.Block.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>()
            .SelectMany(answer => answer.DescendantNodes().OfType<LiteralExpressionSyntax>().Where(literal => literal.IsKind(SyntaxKind.TrueLiteralExpression))).ToArray();
        return yes.Length == 0 ? null : spot.Root.ReplaceNodes(yes, (_, literal) => SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression).WithTriviaFrom(literal));
    }

    /// <summary>Only as another way: alone it would be taken unasked by tools that apply the first, and callers who count on an answer would get an exception.</summary>
    private static async Task<SyntaxNode?> Propagate(Spot spot)
    {
        if (spot.Enclosing<CatchClauseSyntax>() is not { } handler || Deny(spot) is null && await Log(spot).ConfigureAwait(false) is null) return null;
        return spot.Root.ReplaceNode(handler, Handler.Ending(handler, "throw;", spot.NewLine));
    }
}
