using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Failures;
using ProdReady.Flow;
using ProdReady.Shutdown;

namespace ProdReady.Startup;

/// <summary>Hands the token to what is waited for; moves work to where the host does not wait for it; lets a worker give its thread back before it begins.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class StartAsyncBlocksHostFixer() : ProductionFixer(
    StartAsyncBlocksHost.Rule,
    new Remedy("Wait with the token", spot => Task.FromResult(WithToken(spot))),
    new Remedy("Move the work to BackgroundService.ExecuteAsync", spot => Task.FromResult(Moved(spot))),
    new Remedy("Begin with await Task.Yield()", spot => Task.FromResult(Yielding(spot))))
{
    private static SyntaxNode? WithToken(Spot spot)
    {
        if (spot.Note(StartAsyncBlocksHost.KindNote) != nameof(StartLength.Unbounded) || Awaiting.TokenInScope(spot) is not { } token) return null;
        if (spot.Token.Parent is StatementSyntax loop) return GivenPauses(loop, token, spot) is { } given ? spot.Root.ReplaceNode(loop, given) : null;
        if (spot.Token.Parent?.Ancestors().OfType<MemberAccessExpressionSyntax>().FirstOrDefault(access => access.SpanStart == spot.Token.SpanStart && access.Name.Identifier.ValueText == "Task") is { } signal)
            return spot.Type("System.Threading.Tasks.Task")?.GetMembers("WaitAsync").IsEmpty == false ? spot.Root.ReplaceNode(signal, Pattern.Expression($"{signal.WithoutTrivia()}.WaitAsync({token})").WithTriviaFrom(signal)) : null;
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax access } call) return null;
        var changed = access.Name.Identifier.ValueText switch
        {
            "WaitForExitAsync" => Given(call, token),
            "WaitForExit" when Awaiting.IsOpen(call) => Pattern.Expression($"await {access.Expression.WithoutTrivia()}.WaitForExitAsync({token})").WithTriviaFrom(call),
            _ => ObservingLoop.Given(call, token, spot, isAlone: true),
        };
        return changed is null ? null : spot.Root.ReplaceNode(call, changed);
    }

    private static SyntaxNode? Moved(Spot spot)
    {
        if (spot.Note(StartAsyncBlocksHost.KindNote) is nameof(StartAsyncBlocksHost.Synchronous) || StartMethod.Of(spot) is not { } start) return null;
        return start.Moved(method => Observing(method, spot));
    }

    /// <summary>The step with its own loop, where that looks at no token, under the token; null where that cannot be written.</summary>
    private static MethodDeclarationSyntax? Observing(MethodDeclarationSyntax method, Spot spot)
    {
        if (spot.Token.Parent is not StatementSyntax loop || !method.Span.Contains(loop.Span) || Awaiting.TokenInScope(spot) is not { } token) return method;
        if (loop.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.Text == token)) return method;
        var isEndless = spot.Note(StartAsyncBlocksHost.KindNote) == nameof(StartLength.Endless);
        if (isEndless && !Awaiting.IsOpen(loop)) return null;
        return (isEndless ? ObservingLoop.Of(loop, token, token, spot) : GivenPauses(loop, token, spot)) is { } observing ? method.ReplaceNode(loop, observing) : null;
    }

    private static SyntaxNode? Yielding(Spot spot)
    {
        if (spot.Note(StartAsyncBlocksHost.KindNote) is not nameof(StartAsyncBlocksHost.Synchronous) || spot.Enclosing<MethodDeclarationSyntax>() is not { Body: not null } method) return null;
        var asynchronous = method.Modifiers.Any(SyntaxKind.AsyncKeyword) ? method : MadeAsync.Of(method, spot, SyntaxFactory.EmptyStatement()) as MethodDeclarationSyntax;
        if (asynchronous?.Body is not { } body) return null;
        var open = Handler.Open(body, spot.NewLine);
        var yields = Pattern.Statement("await Task.Yield();", spot.NewLine);
        return Usings.Ensure(spot.Root.ReplaceNode(method, asynchronous.WithBody(open.WithStatements(open.Statements.Insert(0, yields)))), spot, "System.Threading.Tasks.Task");
    }

    /// <summary>
    /// The loop whose pauses end when the token is cancelled, and the loop with them. Not where a handler would take the cancellation, or the pause returns: then the
    /// loop would spin.
    /// </summary>
    private static StatementSyntax? GivenPauses(StatementSyntax loop, string token, Spot spot)
    {
        var pauses = ObservingLoop.WaitsIn(loop, spot).ToDictionary(call => call, call => ObservingLoop.Given(call, token, spot)!);
        if (pauses.Count == 0 || pauses.Keys.Any(call => Names.Of(call) != "Delay" || IsInTry(call, loop))) return null;
        return loop.ReplaceNodes(pauses.Keys, (original, _) => pauses[original]);
    }

    private static bool IsInTry(SyntaxNode node, SyntaxNode loop) =>
        node.Ancestors().TakeWhile(around => around != loop).Any(around => around.Parent is TryStatementSyntax { Catches.Count: > 0 } attempt && attempt.Block == around);

    private static InvocationExpressionSyntax Given(InvocationExpressionSyntax call, string token) =>
        call.WithArgumentList(call.ArgumentList.AddArguments(SyntaxFactory.Argument(Pattern.Expression(token))));
}
