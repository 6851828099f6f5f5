using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Waits in slices, says for what while it waits, and fails with a name when it has waited long enough.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnboundedLockWaitFixer() : ProductionFixer(
    UnboundedLockWait.Rule,
    new Remedy("Log while waiting and fail after a timeout", spot => Task.FromResult(Bound(spot, inSlices: true))),
    new Remedy("Fail after a timeout", spot => Task.FromResult(Bound(spot, inSlices: false))))
{
    private static SyntaxNode? Bound(Spot spot, bool inSlices)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax access } call || Statement(call) is not { } statement || Lock(call, access) is not { } held) return null;
        if (!LockWait.IsSteady(held) || Attempt(call, access, held) is not { } attempt || IsReleasedAnyway(statement, held)) return null;

        var seconds = int.TryParse(spot.Note(UnboundedLockWait.TimeoutNote), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 60;
        var wait = new LockWait(held.ToString(), "somebody holds", "held", seconds);
        var made = inSlices ? wait.InSlices(statement, attempt, spot) : wait.Once(attempt, spot);
        return Usings.Ensure(Replacement.Of(spot.Root, statement, [made], spot.NewLine), spot, "System.TimeSpan");
    }

    /// <summary>The statement that does nothing but wait.</summary>
    private static ExpressionStatementSyntax? Statement(InvocationExpressionSyntax call)
    {
        ExpressionSyntax whole = call;
        if (whole.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured }) whole = configured;
        if (whole.Parent is AwaitExpressionSyntax awaited) whole = awaited;
        return whole.Parent as ExpressionStatementSyntax;
    }

    private static ExpressionSyntax? Lock(InvocationExpressionSyntax call, MemberAccessExpressionSyntax access) =>
        access.Expression.ToString().Split('.').Last() == "Monitor" ? call.ArgumentList.Arguments.FirstOrDefault()?.Expression : access.Expression;

    /// <summary>The call that tries for a time; null where there is none that says whether it has the lock.</summary>
    private static Func<string, string>? Attempt(InvocationExpressionSyntax call, MemberAccessExpressionSyntax access, ExpressionSyntax held)
    {
        var configured = call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { ArgumentList: var arguments } } ? $".ConfigureAwait{arguments}" : "";
        return access.Name.Identifier.ValueText switch
        {
            "Wait" => time => $"{held}.Wait({time})",
            "WaitAsync" => time => $"await {held}.WaitAsync({time}){configured}",
            "Enter" when held == access.Expression => time => $"{held}.TryEnter({time})",
            "Enter" when call.ArgumentList.Arguments.Count == 1 => time => $"{access.Expression}.TryEnter({held}, {time})",
            "EnterReadLock" or "EnterUpgradeableReadLock" or "EnterWriteLock" => time => $"{held}.Try{access.Name}({time})",
            _ => null,
        };
    }

    /// <summary>Whether a finally around the wait gives the lock back, also when the wait has failed.</summary>
    private static bool IsReleasedAnyway(StatementSyntax statement, ExpressionSyntax held) =>
        statement.Ancestors().TakeWhile(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
            .OfType<TryStatementSyntax>()
            .Any(attempt => attempt.Block.Span.Contains(statement.Span) && attempt.Finally?.Block.ToString().Contains(held.ToString()) == true);
}
