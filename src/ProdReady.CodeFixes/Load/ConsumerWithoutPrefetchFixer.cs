using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Load;

/// <summary>Sets a prefetch limit before the consumer begins. Where nothing was acknowledged, acknowledges what was handled and dead-letters what was not: without that a limit has no effect.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ConsumerWithoutPrefetchFixer() : ProductionFixer(
    ConsumerWithoutPrefetch.Rule,
    new Remedy("Limit what the broker sends ahead", spot => Task.FromResult(Limit(spot))))
{
    private static SyntaxNode? Limit(Spot spot)
    {
        if (spot.Note(ConsumerWithoutPrefetch.CountNote) is not { } count || spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Expression: var channel } } call) return null;
        if (channel is not (IdentifierNameSyntax or MemberAccessExpressionSyntax or PostfixUnaryExpressionSyntax)) return null;
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || Awaiting.Function(call) is not { } function || !function.Contains(statement)) return null;

        var acknowledged = spot.Enclosing<ArgumentSyntax>() is { } argument && argument.Parent == call.ArgumentList ? argument.Expression : null;
        var handler = acknowledged is null ? null : Acknowledging.Of(spot, call, channel);
        if (acknowledged is not null && handler is null) return null;

        if (Statement(spot, call, channel, count) is not { } limit) return null;
        var unlimited = Unlimited(spot, function, channel);
        var root = spot.Root.TrackNodes(new SyntaxNode?[] { statement, acknowledged, handler?.Place, unlimited }.OfType<SyntaxNode>());
        if (acknowledged is not null) root = root.ReplaceNode(root.GetCurrentNode(acknowledged)!, SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression));
        if (handler is not null && handler.Place != handler.Made) root = root.ReplaceNode(root.GetCurrentNode(handler.Place)!, handler.Made);
        if (unlimited is not null) root = root.ReplaceNode(root.GetCurrentNode(unlimited)!, Pattern.Expression(count).WithTriviaFrom(unlimited));
        else
        {
            var consume = root.GetCurrentNode(statement)!;
            root = Replacement.Of(root, consume, [limit, consume.WithLeadingTrivia()], spot.NewLine);
        }

        return handler is null ? root : Usings.Ensure(root, spot, "System.Exception", handler.Needs);
    }

    private static StatementSyntax? Statement(Spot spot, InvocationExpressionSyntax call, ExpressionSyntax channel, string count)
    {
        const string Arguments = "prefetchSize: 0, prefetchCount: ";
        if (call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "BasicConsume" }) return Pattern.Statement($"{channel.WithoutTrivia()}.BasicQos({Arguments}{count}, global: false);", spot.NewLine);
        if (!Awaiting.IsOpen(call)) return null;
        var given = call.ArgumentList.Arguments.Select(argument => argument.Expression).FirstOrDefault(expression => spot.Model.GetTypeInfo(expression, spot.Cancellation).ConvertedType?.Name == "CancellationToken");
        var token = (given?.ToString() ?? Awaiting.TokenInScope(spot)) is { } written ? ", " + written : "";
        var configured = call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { ArgumentList: var way } } ? ".ConfigureAwait" + way : "";
        return Pattern.Statement($"await {channel.WithoutTrivia()}.BasicQosAsync({Arguments}{count}, global: false{token}){configured};", spot.NewLine);
    }

    /// <summary>The zero of a limit that is none, on the same channel.</summary>
    private static LiteralExpressionSyntax? Unlimited(Spot spot, SyntaxNode function, ExpressionSyntax channel) =>
        function.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "BasicQos" or "BasicQosAsync", Expression: var limited } && limited.ToString() == channel.ToString())
            .Select(call => call.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "prefetchCount") ?? call.ArgumentList.Arguments.ElementAtOrDefault(1))
            .Select(argument => argument?.Expression).OfType<LiteralExpressionSyntax>()
            .FirstOrDefault(count => spot.Model.GetConstantValue(count, spot.Cancellation) is { HasValue: true, Value: 0 });
}
