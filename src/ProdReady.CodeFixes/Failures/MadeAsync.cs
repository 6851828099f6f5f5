using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>Makes an async function of one that returns tasks.</summary>
internal static class MadeAsync
{
    /// <summary>The function with <c>async</c> and an <c>await</c> at each task it returns; null where one of its returns has no such form.</summary>
    /// <param name="function">The function.</param>
    /// <param name="spot">The place.</param>
    /// <param name="dropped">A statement whose task is to be awaited besides.</param>
    public static SyntaxNode? Of(SyntaxNode function, Spot spot, StatementSyntax dropped)
    {
        if (Returned(function, spot) is not { Name: "Task" or "ValueTask" } type || HasReferences(function)) return null;
        var hasResult = type.IsGenericType;
        var body = function switch
        {
            MethodDeclarationSyntax method => method.Body,
            LocalFunctionStatementSyntax local => local.Body,
            AnonymousFunctionExpressionSyntax lambda => lambda.Block,
            _ => null,
        };
        if (body is null) return null;

        var changes = new Dictionary<StatementSyntax, StatementSyntax[]>();
        foreach (var result in Own(body).OfType<ReturnStatementSyntax>())
        {
            if (!AsyncFunctions.HasRoomForAwait(result) || Awaited(result, hasResult, IsLast(result, body), spot) is not { } statements) return null;
            changes.Add(result, statements);
        }

        if (dropped is ExpressionStatementSyntax call)
        {
            if (!AsyncFunctions.HasRoomForAwait(call) || HandlerCannotRunFixer.Awaited(call) is not { } awaited) return null;
            changes.Add(call, [awaited]);
        }

        // Where one statement becomes two, it must stand in a block.
        if (changes.Any(change => change.Value.Length > 1 && change.Key.Parent is not (BlockSyntax or SwitchSectionSyntax))) return null;
        var tracked = function.TrackNodes(changes.Keys);
        foreach (var change in changes)
        {
            var current = tracked.GetCurrentNode(change.Key)!;
            tracked = change.Value.Length == 1 ? tracked.ReplaceNode(current, change.Value[0]) : change.Value.Length == 0 ? tracked.RemoveNode(current, HasComments(current) ? SyntaxRemoveOptions.KeepExteriorTrivia : SyntaxRemoveOptions.KeepNoTrivia)! : tracked.ReplaceNode(current, change.Value);
        }

        return WithAsync(tracked);
    }

    /// <summary>What stands in place of the return: nothing where a method that has no result ends anyway.</summary>
    private static StatementSyntax[]? Awaited(ReturnStatementSyntax result, bool hasResult, bool isLast, Spot spot)
    {
        if (result.Expression is not { } task) return null;
        if (Done(task) is { } done) return hasResult ? done.Value is { } value ? [result.WithExpression(value.WithTriviaFrom(task))] : null : isLast && result.Parent is BlockSyntax { Statements.Count: > 1 } ? [] : [Bare(result)];
        if (task.DescendantNodesAndSelf().Any(IsUnfit) || spot.Model.GetTypeInfo(task, spot.Cancellation).Type is not INamedTypeSymbol { Name: "Task" or "ValueTask" }) return null;
        var awaited = AsyncFunctions.Await(task.WithoutTrivia());
        if (hasResult) return [result.WithExpression(awaited.WithTriviaFrom(task))];
        var statement = SyntaxFactory.ExpressionStatement(awaited).WithLeadingTrivia(result.GetLeadingTrivia());
        if (isLast) return [statement.WithTrailingTrivia(result.GetTrailingTrivia())];
        return [statement.WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine)), ((StatementSyntax)Bare(result)).WithLeadingTrivia().WithAdditionalAnnotations(Formatter.Annotation)];
    }

    private static ReturnStatementSyntax Bare(ReturnStatementSyntax result) =>
        result.WithExpression(null).WithReturnKeyword(result.ReturnKeyword.WithTrailingTrivia());

    /// <summary>A task that is done already, and its result.</summary>
    private static DoneTask? Done(ExpressionSyntax task) => task switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } => new DoneTask(null),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: { Identifier.ValueText: "FromResult", Arity: var arity }, Expression: var type }, ArgumentList.Arguments: { Count: 1 } arguments } when type.ToString() is "Task" or "ValueTask" && (arity == 0 || arguments[0].Expression is not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression }) => new DoneTask(arguments[0].Expression),
        _ => null,
    };

    /// <summary>Failed tasks are thrown, not awaited; null and default are no tasks to wait for.</summary>
    private static bool IsUnfit(SyntaxNode node) => node is SimpleNameSyntax { Identifier.ValueText: "FromException" or "FromCanceled" or "CompletedTask" or "FromResult" } || node.IsKind(SyntaxKind.NullLiteralExpression) && node.Parent is ReturnStatementSyntax or ConditionalExpressionSyntax || node.IsKind(SyntaxKind.DefaultLiteralExpression) && node.Parent is ReturnStatementSyntax;

    private static bool HasComments(SyntaxNode statement) =>
        statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));

    /// <summary>Whether the function ends behind the statement.</summary>
    private static bool IsLast(StatementSyntax statement, BlockSyntax body)
    {
        for (SyntaxNode node = statement; node != body; node = node.Parent!)
        {
            if (node.Parent is BlockSyntax block ? block.Statements.Last() != node : node.Parent is not (TryStatementSyntax or CatchClauseSyntax or IfStatementSyntax or ElseClauseSyntax or UsingStatementSyntax)) return false;
            if (node is IfStatementSyntax or ElseClauseSyntax or UsingStatementSyntax && node != statement && statement.Parent is not BlockSyntax) return false;
        }

        return true;
    }

    private static INamedTypeSymbol? Returned(SyntaxNode function, Spot spot) =>
        (function is AnonymousFunctionExpressionSyntax ? spot.Model.GetSymbolInfo(function, spot.Cancellation).Symbol : spot.Model.GetDeclaredSymbol(function, spot.Cancellation)) is IMethodSymbol { ReturnType: INamedTypeSymbol type } ? type : null;

    private static bool HasReferences(SyntaxNode function) =>
        function.DescendantNodes().OfType<ParameterSyntax>().Any(parameter => parameter.Parent?.Parent == function && parameter.Modifiers.Any(modifier => modifier.IsKind(SyntaxKind.RefKeyword) || modifier.IsKind(SyntaxKind.OutKeyword) || modifier.IsKind(SyntaxKind.InKeyword)))
        || function.DescendantNodes().Any(node => node is RefTypeSyntax or StackAllocArrayCreationExpressionSyntax or YieldStatementSyntax);

    /// <summary>The nodes of the function itself, without those of functions in it.</summary>
    private static IEnumerable<SyntaxNode> Own(BlockSyntax body) =>
        body.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));

    /// <summary>The function with the keyword.</summary>
    public static SyntaxNode WithAsync(SyntaxNode function)
    {
        var keyword = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        switch (function)
        {
            case MethodDeclarationSyntax { Modifiers.Count: 0 } method:
                return method.WithReturnType(method.ReturnType.WithLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(keyword.WithLeadingTrivia(method.ReturnType.GetLeadingTrivia())));
            case MethodDeclarationSyntax method:
                return method.WithModifiers(method.Modifiers.Insert(method.Modifiers.Count(modifier => !modifier.IsKind(SyntaxKind.PartialKeyword)), keyword));
            case LocalFunctionStatementSyntax { Modifiers.Count: 0 } local:
                return local.WithReturnType(local.ReturnType.WithLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(keyword.WithLeadingTrivia(local.ReturnType.GetLeadingTrivia())));
            case LocalFunctionStatementSyntax local:
                return local.WithModifiers(local.Modifiers.Add(keyword));
            default:
                var lambda = (AnonymousFunctionExpressionSyntax)function;
                return lambda.WithLeadingTrivia().WithAsyncKeyword(keyword.WithLeadingTrivia(lambda.GetLeadingTrivia()));
        }
    }

    private sealed record DoneTask(ExpressionSyntax? Value);
}
