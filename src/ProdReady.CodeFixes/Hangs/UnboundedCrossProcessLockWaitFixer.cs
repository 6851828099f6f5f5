using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Waits in slices, says for what while it waits, and fails with a name when it has waited long enough.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnboundedCrossProcessLockWaitFixer() : ProductionFixer(
    UnboundedCrossProcessLockWait.Rule,
    new Remedy("Log while waiting and fail after a timeout", spot => Task.FromResult(WaitInSlices(spot))),
    new Remedy("Fail after a timeout", spot => Task.FromResult(WaitOnce(spot))))
{
    private static SyntaxNode? WaitInSlices(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitOne" } access, Parent: ExpressionStatementSyntax statement } || !LockWait.IsSteady(access.Expression)) return null;

        var handle = access.Expression.ToString();
        var wait = Wait(handle, spot);
        var abandoned = Loggers.InScope(spot, statement.SpanStart)?.Warning("The process that held {Lock} died without letting go", LockWait.Literal(wait.Name))
            ?? $"Console.Error.WriteLine({LockWait.Literal($"The process that held {wait.Name} died without letting go")});";
        var isMutex = Facts.Types.Is(spot.Model.GetTypeInfo(access.Expression).Type, spot.Type("System.Threading.Mutex"));

        var loop = wait.InSlices(statement, time => $"{handle}.WaitOne({time})", spot);
        if (isMutex)
        {
            loop = Pattern.Statement(
                $$"""
                try
                {
                    {{loop.ToString()}}
                }
                catch (AbandonedMutexException)
                {
                    // The mutex is ours now, but what it guards may be half written.
                    {{abandoned}}
                }
                """, spot.NewLine);
        }

        return Usings.Ensure(LockWait.Instead(statement, loop, spot), spot, "System.TimeSpan", "System.Threading.AbandonedMutexException");
    }

    private static SyntaxNode? WaitOnce(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { } call || spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol method) return null;
        var limit = $"TimeSpan.FromSeconds({Seconds(spot)})";
        return method.Name switch
        {
            "WaitOne" when call.Parent is ExpressionStatementSyntax statement => Usings.Ensure(LockWait.Instead(statement, Failing(call, spot), spot), spot, "System.TimeSpan"),
            "WaitOne" when IsDropped(call, spot) => null,
            "WaitOne" => Usings.Ensure(spot.Root.ReplaceNode(call, Limited(call, limit)), spot, "System.TimeSpan"),
            "WaitAny" or "WaitAll" => null,
            _ => Usings.Ensure(spot.Root.ReplaceNode(call, Limited(call, "timeout: " + limit)), spot, "System.TimeSpan"),
        };
    }

    /// <summary>Whether nobody looks at the result: with only a timeout, the code would go on without the lock.</summary>
    private static bool IsDropped(InvocationExpressionSyntax call, Spot spot) => call.Parent switch
    {
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } => true,
        ArrowExpressionClauseSyntax or LambdaExpressionSyntax => spot.Model.GetEnclosingSymbol(call.SpanStart, spot.Cancellation) is IMethodSymbol { ReturnsVoid: true },
        _ => false,
    };

    private static StatementSyntax Failing(InvocationExpressionSyntax call, Spot spot) =>
        Wait(((MemberAccessExpressionSyntax)call.Expression).Expression.ToString(), spot).Once(limit => Limited(call, limit).WithoutTrivia().ToString(), spot);

    /// <summary>The call with the limit in place of an infinite one, or beside its other arguments.</summary>
    private static InvocationExpressionSyntax Limited(InvocationExpressionSyntax call, string limit)
    {
        var argument = SyntaxFactory.ParseArgumentList("(" + limit + ")").Arguments[0];
        return limit.StartsWith("timeout:", StringComparison.Ordinal)
            ? call.WithArgumentList(call.ArgumentList.AddArguments(argument))
            : call.WithArgumentList(SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(argument)));
    }

    private static int Seconds(Spot spot) =>
        int.TryParse(spot.Note(UnboundedCrossProcessLockWait.TimeoutNote), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 120;

    /// <summary>An operator knows the lock by its own name, else by that of the variable.</summary>
    private static LockWait Wait(string handle, Spot spot) =>
        new(spot.Note(UnboundedCrossProcessLockWait.LockNote) ?? handle, "another process holds", "held by another process", Seconds(spot));
}
