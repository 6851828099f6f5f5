using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>Awaits the work where the code can wait for it, or puts it into a queue that is drained at the end; else has its failure logged.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class FireAndForgetWorkFixer() : ProductionFixer(
    FireAndForgetWork.Rule,
    new Remedy("Await the work", spot => Task.FromResult(Await(spot))),
    new Remedy("Enqueue to a bounded background queue", Enqueue, DeclaresShared: true),
    new Remedy("Log its failure", spot => Task.FromResult(Log(spot))))
{
    private static SyntaxNode? Await(Spot spot)
    {
        // Who awaits a loop is not back before it is told to stop.
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { } call || spot.Note(FireAndForgetWork.LoopNote) is not null || IsTaskOfTask(call, spot)) return null;
        if (call.Parent is EqualsValueClauseSyntax { Parent.Parent: VariableDeclarationSyntax { Type: IdentifierNameSyntax { IsVar: true } } })
            return Awaiting.IsOpen(call) ? spot.Root.ReplaceNode(call, Awaited(call).WithTriviaFrom(call)) : null;

        var task = Whole(call);
        // Who hands work to the pool, or writes _ = in a callback that returns no result, does not want to wait; that a failure is heard of is another matter.
        if (Statement(task) is not { } statement || Flow.Names.Of(call) is "Run" or "StartNew") return null;
        if (statement.Expression is AssignmentExpressionSyntax && Awaiting.Function(statement) is AnonymousFunctionExpressionSyntax callback
            && spot.Model.GetSymbolInfo(callback, spot.Cancellation).Symbol is IMethodSymbol { ReturnType: not INamedTypeSymbol { IsGenericType: true } }) return null;
        var awaited = statement.WithExpression(Awaited(task).WithLeadingTrivia(statement.GetLeadingTrivia()));
        if (Awaiting.IsOpen(statement)) return spot.Root.ReplaceNode(statement, awaited);
        return Awaiting.Function(statement) is MethodDeclarationSyntax { Body: { } body } method && BecomesAsync(method, spot)
            ? spot.Root.ReplaceNode(method, Async(method.ReplaceNode(body, WithoutReturns(body.ReplaceNode(statement, awaited)))))
            : null;
    }

    /// <summary>Whether a method that is not async returns a task, and only one that is completed.</summary>
    private static bool BecomesAsync(MethodDeclarationSyntax method, Spot spot) =>
        spot.Model.GetDeclaredSymbol(method, spot.Cancellation) is { ReturnType: INamedTypeSymbol { Name: "Task" or "ValueTask", IsGenericType: false } } symbol
        && symbol.Parameters.All(parameter => parameter.RefKind == RefKind.None)
        && Returns(method.Body!) is var returns && returns.All(IsCompleted)
        // Where it does not end with the statement, it throws or loops.
        && method.Body!.Statements.LastOrDefault() is ReturnStatementSyntax
        && Tasks(method.Body, spot).Take(2).Count() == 1;

    /// <summary>The statements that drop a task: in an async method those that are not awaited would be hidden from the rule.</summary>
    private static IEnumerable<ExpressionStatementSyntax> Tasks(BlockSyntax body, Spot spot) => body
        .DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
        .OfType<ExpressionStatementSyntax>()
        .Where(statement => statement.Expression is InvocationExpressionSyntax && spot.Model.GetTypeInfo(statement.Expression, spot.Cancellation).Type is { Name: "Task" or "ValueTask" or "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable" });

    private static bool IsCompleted(ReturnStatementSyntax result) =>
        result.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression } or DefaultExpressionSyntax;

    private static IReadOnlyList<ReturnStatementSyntax> Returns(BlockSyntax body) =>
        [.. body.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>()];

    private static BlockSyntax WithoutReturns(BlockSyntax body)
    {
        body = body.ReplaceNodes(Returns(body), (_, result) => result.WithReturnKeyword(result.ReturnKeyword.WithTrailingTrivia()).WithExpression(null));
        var last = body.Statements.Last();
        var kept = last.GetLeadingTrivia().Any(trivia => trivia.IsDirective || trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));
        return kept ? body : body.WithStatements(body.Statements.Remove(last));
    }

    private static MethodDeclarationSyntax Async(MethodDeclarationSyntax method) => method.Modifiers.Count == 0
        ? method.WithReturnType(method.ReturnType.WithLeadingTrivia(SyntaxFactory.Space)).WithModifiers(SyntaxFactory.TokenList(SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithLeadingTrivia(method.ReturnType.GetLeadingTrivia())))
        : method.AddModifiers(SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space));

    private static async Task<SyntaxNode?> Enqueue(Spot spot) =>
        spot.Enclosing<InvocationExpressionSyntax>() is { } call && spot.Note(FireAndForgetWork.LoopNote) is null && Statement(Whole(call)) is { } statement
            ? await QueuedWork.Enqueue(call, statement, spot).ConfigureAwait(false)
            : null;

    private static SyntaxNode? Log(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { } call || call.Parent is EqualsValueClauseSyntax || IsTaskOfTask(call, spot)) return null;
        var task = Fresh.Name(spot, call, "task", "failed");
        if (Telling.Error(spot, call.SpanStart, task + ".Exception", Flow.Names.Of(call) + " failed") is not { } telling) return null;
        var asTask = spot.Model.GetTypeInfo(call, spot.Cancellation).Type?.Name == "ValueTask" ? ".AsTask()" : "";
        var watched = Pattern.Expression($"{call.WithoutTrivia()}{asTask}.ContinueWith({task} => {telling.Expression}, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default)");
        var whole = Whole(call);
        return telling.In(spot.Root.ReplaceNode(whole, watched.WithTriviaFrom(whole)), spot, "System.Threading.CancellationToken", "System.Threading.Tasks.TaskScheduler");
    }

    /// <summary>What <c>StartNew</c> makes of an async delegate: the task that is done when the work has begun.</summary>
    private static bool IsTaskOfTask(InvocationExpressionSyntax call, Spot spot) =>
        spot.Model.GetTypeInfo(call, spot.Cancellation).Type is INamedTypeSymbol { IsGenericType: true } type && type.TypeArguments[0].Name is "Task" or "ValueTask";

    /// <summary>The call with <c>ConfigureAwait</c>, where it has that.</summary>
    private static ExpressionSyntax Whole(InvocationExpressionSyntax call) =>
        call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured } ? configured : call;

    private static ExpressionSyntax Awaited(ExpressionSyntax task) =>
        SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), task.WithoutTrivia());

    private static ExpressionStatementSyntax? Statement(ExpressionSyntax task) => task.Parent switch
    {
        ExpressionStatementSyntax statement => statement,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax statement } => statement,
        _ => null,
    };
}
