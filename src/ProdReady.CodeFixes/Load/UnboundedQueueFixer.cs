using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Load;

/// <summary>Gives a queue a capacity, so that whoever puts something in waits when it is full. Not where items would be dropped.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnboundedQueueFixer() : ProductionFixer(
    UnboundedQueue.Rule,
    new Remedy("Give the queue a capacity", spot => Task.FromResult(Bounded(spot))))
{
    private static SyntaxNode? Bounded(Spot spot)
    {
        if (spot.Note(UnboundedQueue.CapacityNote) is not { } capacity) return null;
        if (spot.Enclosing<BaseObjectCreationExpressionSyntax>() is { } creation && !creation.ArgumentList?.Span.Contains(spot.Token.Span) == true) return OfCreation(spot, creation, capacity);
        if (spot.Enclosing<BaseObjectCreationExpressionSyntax>() is { ArgumentList: null } bare) return OfCreation(spot, bare, capacity);
        if (spot.Call is not { ArgumentList.Arguments: { Count: <= 1 } arguments } call || spot.Token.ValueText != "CreateUnbounded" || spot.Token.Parent is not GenericNameSyntax name) return null;

        var settings = "FullMode = BoundedChannelFullMode.Wait";
        if (arguments.Count == 1)
        {
            if (arguments[0].Expression is not BaseObjectCreationExpressionSyntax options) return null;
            if (options.Initializer is { Expressions: { Count: > 0 } given }) settings += ", " + string.Join(", ", given.Select(setting => setting.WithoutTrivia().ToString()));
        }

        var made = SyntaxFactory.ParseArgumentList($"(new BoundedChannelOptions({capacity}) {{ {settings} }})").WithTriviaFrom(call.ArgumentList);
        var bounded = call.ReplaceNodes(new SyntaxNode[] { name, call.ArgumentList }, (old, _) => old == name ? name.WithIdentifier(SyntaxFactory.Identifier("CreateBounded")).WithTriviaFrom(name) : made);
        return Usings.Ensure(spot.Root.ReplaceNode(call, bounded), spot, "System.Threading.Channels.BoundedChannelOptions");
    }

    /// <summary>A blocking collection; blocks of a data flow have options beside, which are left to the author.</summary>
    private static SyntaxNode? OfCreation(Spot spot, BaseObjectCreationExpressionSyntax creation, string capacity)
    {
        if (spot.Model.GetTypeInfo(creation, spot.Cancellation).Type?.Name != "BlockingCollection") return null;
        var argument = SyntaxFactory.Argument(Pattern.Expression(capacity));
        var list = creation.ArgumentList is { } written ? written.AddArguments(written.Arguments.Count == 0 ? argument : argument.WithLeadingTrivia(SyntaxFactory.Space)) : SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(argument));
        return spot.Root.ReplaceNode(creation, creation.WithArgumentList(list));
    }
}
