using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>How a loop is told to stop, as its code writes it.</summary>
/// <param name="Asked">The expression that is true when it is to stop: <c>stoppingToken.IsCancellationRequested</c>.</param>
/// <param name="Token">The token that waits are given.</param>
internal sealed record StopSignal(string Asked, string Token)
{
    /// <summary>What the loop around or inside <paramref name="place"/> asks or hands to its source, else the token the method is given; null when there is none.</summary>
    public static StopSignal? At(SyntaxNode place, Spot spot)
    {
        var loops = place.AncestorsAndSelf().TakeWhile(node => node is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<StatementSyntax>()
            .Concat((place.Parent as TryStatementSyntax ?? place).DescendantNodes().OfType<StatementSyntax>());
        return loops.Select(Head).OfType<ExpressionSyntax>().Select(head => AskedIn(head, spot)).FirstOrDefault(signal => signal is not null) ?? Given(place, spot);
    }

    private static ExpressionSyntax? Head(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax repeat => repeat.Condition,
        DoStatementSyntax repeat => repeat.Condition,
        ForStatementSyntax count => count.Condition,
        ForEachStatementSyntax each => each.Expression,
        ForEachVariableStatementSyntax each => each.Expression,
        _ => null,
    };

    private static StopSignal? AskedIn(ExpressionSyntax head, Spot spot)
    {
        foreach (var expression in head.DescendantNodesAndSelf().OfType<ExpressionSyntax>())
        {
            if (expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsCancellationRequested", Expression: var owner })
                return new StopSignal(expression.WithoutTrivia().ToString(), IsToken(owner, spot) ? owner.ToString() : owner + ".Token");
            if (expression.Parent is ArgumentSyntax && expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: not "None" } && IsToken(expression, spot))
                return new StopSignal(expression + ".IsCancellationRequested", expression.ToString());
        }

        return null;
    }

    private static StopSignal? Given(SyntaxNode place, Spot spot)
    {
        var token = spot.Type("System.Threading.CancellationToken");
        for (var symbol = spot.Model.GetEnclosingSymbol(place.SpanStart, spot.Cancellation); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            // The token of StartAsync ends the start, not the work.
            var parameter = method.Name is "StartAsync" ? null : method.Parameters.FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.Type, token));
            if (parameter is { Name: not ("" or "_") }) return new StopSignal(Fresh.Written(parameter.Name) + ".IsCancellationRequested", Fresh.Written(parameter.Name));
            if (method.IsStatic) return null;
        }

        return null;
    }

    private static bool IsToken(ExpressionSyntax expression, Spot spot) =>
        SymbolEqualityComparer.Default.Equals(spot.Model.GetTypeInfo(expression, spot.Cancellation).Type, spot.Type("System.Threading.CancellationToken"));
}
