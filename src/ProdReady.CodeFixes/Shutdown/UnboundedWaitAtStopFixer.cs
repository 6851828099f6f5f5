using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Hangs;

namespace ProdReady.Shutdown;

/// <summary>Waits as long as the host does, by the token that StopAsync is given; where there is none, with a timeout that is logged when it expires.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnboundedWaitAtStopFixer() : ProductionFixer(
    UnboundedWaitAtStop.Rule,
    new Remedy("Wait with the token", spot => Task.FromResult(WithToken(spot))),
    new Remedy("Wait with a timeout", spot => Task.FromResult(WithTimeout(spot))))
{
    private static SyntaxNode? WithToken(Spot spot)
    {
        if (Awaiting.TokenInScope(spot) is not { } token) return null;
        if (Call(spot) is not { } call) return TaskAt(spot) is { } task ? Limited(task, token, spot) : null;
        if (spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol method) return null;
        if (method.Name == "StopAsync") return spot.Root.ReplaceNode(call.ArgumentList.Arguments[0].Expression, Pattern.Expression(token));
        if (method.Name is "WhenAll") return Limited(call, token, spot);
        if (method.Name is "GetResult") return Awaited(call) is { } waited ? Limited(waited, token, spot) : null;
        var takesToken = method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(form => form.Parameters is { Length: 1 } only && only[0].Type.Name == "CancellationToken");
        return takesToken && call.ArgumentList.Arguments.Count == 0 ? spot.Root.ReplaceNode(call, call.WithArgumentList(call.ArgumentList.AddArguments(SyntaxFactory.Argument(Pattern.Expression(token))))) : null;
    }

    private static SyntaxNode? WithTimeout(Spot spot)
    {
        var timeout = $"TimeSpan.FromSeconds({Seconds(spot)})";
        if (Call(spot) is not { } call) return Awaiting.TokenInScope(spot) is null && TaskAt(spot) is { } task ? Limited(task, timeout, spot, "System.TimeSpan") : null;
        if (call is not { Expression: MemberAccessExpressionSyntax access, Parent: ExpressionStatementSyntax statement } || call.ArgumentList.Arguments.Count > 0) return null;
        if (spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol { IsStatic: false } method || UnboundedWaitInHostedCodeFixer.Timed(method) is not { } limited) return null;
        var isProcess = method.ContainingType.Name == "Process";
        if (Telling.Warning(spot, statement.SpanStart, $"{access.Expression.ToString().TrimEnd('!')} {(isProcess ? "is still running" : "has not ended")} after {Seconds(spot)} seconds") is not { } telling) return null;
        var made = Pattern.Statements(
            $$"""
            if (!{{access}}({{limited(Seconds(spot))}}))
            {
                {{telling.Statement}}{{(isProcess ? "\n    " + UnboundedWaitInHostedCodeFixer.Kill(access.Expression, method).TrimEnd() : "")}}
            }
            """, spot.NewLine);
        return telling.In(Replacement.Of(spot.Root, statement, made, spot.NewLine), spot, "System.TimeSpan");
    }

    /// <summary>The task with an end to its wait.</summary>
    private static SyntaxNode? Limited(ExpressionSyntax task, string end, Spot spot, string? needs = null)
    {
        if (spot.Type("System.Threading.Tasks.Task")?.GetMembers("WaitAsync").IsEmpty != false) return null;
        var whole = task.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } either && either.Left == task ? (ExpressionSyntax)either : task;
        var receiver = whole is BinaryExpressionSyntax ? $"({whole.WithoutTrivia()})"
            : spot.Note(UnboundedWaitAtStop.UnsetNote) is not null ? $"({whole.WithoutTrivia().ToString().TrimEnd('!')} ?? Task.CompletedTask)"
            : whole.WithoutTrivia().ToString();
        return Usings.Ensure(spot.Root.ReplaceNode(whole, Pattern.Expression($"{receiver}.WaitAsync({end})").WithTriviaFrom(whole)), spot, needs);
    }

    /// <summary>The call whose name is under the squiggle; null when that is a task.</summary>
    private static InvocationExpressionSyntax? Call(Spot spot)
    {
        var name = spot.Token.Parent as SimpleNameSyntax;
        return name?.Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Name == name => call,
            InvocationExpressionSyntax call => call,
            _ => null,
        };
    }

    /// <summary>What <c>GetAwaiter().GetResult()</c> waits for.</summary>
    private static ExpressionSyntax? Awaited(InvocationExpressionSyntax result) =>
        result.Expression is MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var task } } } ? task : null;

    /// <summary>The task that begins under the squiggle.</summary>
    private static ExpressionSyntax? TaskAt(Spot spot)
    {
        var task = spot.Token.Parent?.AncestorsAndSelf().TakeWhile(node => node is ExpressionSyntax).Cast<ExpressionSyntax>()
            .FirstOrDefault(node => node.GetFirstToken() == spot.Token && Facts.Types.IsTask(spot.Model.GetTypeInfo(node, spot.Cancellation).Type));
        return task?.Parent is PostfixUnaryExpressionSyntax sure ? sure : task;
    }

    private static int Seconds(Spot spot) =>
        int.TryParse(spot.Note(UnboundedWaitAtStop.TimeoutNote), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 10;
}
