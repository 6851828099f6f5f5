using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Waits in slices, says for what while it waits, and fails with a name when it has waited long enough; takes over a mutex whose holder died.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnboundedCrossProcessLockWaitFixer() : ProductionFixer(
    UnboundedCrossProcessLockWait.Rule,
    new Remedy("Log while waiting and fail after a timeout", spot => Task.FromResult(IsLimited(spot) ? null : WaitInSlices(spot))),
    new Remedy("Fail after a timeout", spot => Task.FromResult(IsLimited(spot) ? null : WaitOnce(spot))),
    new Remedy("Take over a mutex whose holder died", spot => Task.FromResult(IsLimited(spot) ? TakeOver(spot) : null)))
{
    private static SyntaxNode? WaitInSlices(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitOne" } access, Parent: ExpressionStatementSyntax statement } || !LockWait.IsSteady(access.Expression)) return null;

        var handle = access.Expression.ToString();
        var loop = Wait(handle, spot).InSlices(statement, time => $"{handle}.WaitOne({time})", spot);
        return Visible(Instead(statement, loop, LockName(handle, spot), spot), spot);
    }

    private static SyntaxNode? WaitOnce(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { } call || spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol method) return null;
        var limit = $"TimeSpan.FromSeconds({Seconds(spot)})";
        return method.Name switch
        {
            "WaitOne" when call.Parent is ExpressionStatementSyntax statement => Visible(Instead(statement, Failing(call, spot), LockName(call, spot), spot), spot),
            "WaitOne" when IsDropped(call, spot) => null,
            "WaitOne" when MayBeAbandoned(spot) => Visible(Abandonment.Taken(call, Limited(call, limit).WithoutTrivia().ToString(), LockName(call, spot), spot), spot),
            "WaitOne" => Visible(spot.Root.ReplaceNode(call, Limited(call, limit)), spot),
            "WaitAny" or "WaitAll" => null,
            _ => Visible(spot.Root.ReplaceNode(call, Limited(call, "timeout: " + limit)), spot),
        };
    }

    private static SyntaxNode? TakeOver(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax } call) return null;
        var name = LockName(call, spot);
        return Visible(
            call.Parent is ExpressionStatementSyntax statement
                ? Replacement.Of(spot.Root, statement, [Abandonment.Around(statement.WithoutTrivia().ToString(), name, spot, statement.SpanStart)], spot.NewLine)
                : Abandonment.Taken(call, call.WithoutTrivia().ToString(), name, spot),
            spot);
    }

    private static SyntaxNode Instead(ExpressionStatementSyntax statement, StatementSyntax made, string name, Spot spot) =>
        Replacement.Of(spot.Root, statement, [MayBeAbandoned(spot) ? Abandonment.Around(made.ToString(), name, spot, statement.SpanStart) : made], spot.NewLine);

    private static SyntaxNode? Visible(SyntaxNode? root, Spot spot) =>
        root is null ? null : Usings.Ensure(root, spot, "System.TimeSpan", Abandonment.Exception);

    private static bool IsLimited(Spot spot) => spot.Note(UnboundedCrossProcessLockWait.LimitedNote) is not null;

    private static bool MayBeAbandoned(Spot spot) => spot.Note(UnboundedCrossProcessLockWait.AbandonedNote) is not null;

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

    private static LockWait Wait(string handle, Spot spot) =>
        new(LockName(handle, spot), "another process holds", "held by another process", Seconds(spot));

    /// <summary>What an operator knows the lock by: its own name, else that of the variable.</summary>
    private static string LockName(string handle, Spot spot) => spot.Note(UnboundedCrossProcessLockWait.LockNote) ?? handle;

    private static string LockName(InvocationExpressionSyntax call, Spot spot) => LockName(((MemberAccessExpressionSyntax)call.Expression).Expression.ToString(), spot);
}
