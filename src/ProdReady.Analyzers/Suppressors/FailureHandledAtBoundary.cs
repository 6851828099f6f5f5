using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Suppressors;

/// <summary>
/// A worker's loop, a timer's callback and Main need the very handler that other packages forbid: behind it there is only the end of the worker or of the process.
/// Left alone: handlers that do not tell of the failure on every path, that lose the exception or claim success, and handlers that are not at such a place.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FailureHandledAtBoundary() : ProductionSuppressor(
    IsOn,
    "Nothing behind this handler could take the failure: it is logged here, and the worker, callback or process goes on or ends as it has to",
    "CA1031", "S2221")
{
    internal static readonly Option<bool> IsOn = Switch(
        "PRS301", "Silences CA1031 and S2221 at worker loops, consumers, callbacks and Main, where the handler logs the exception.");

    private protected override Func<SyntaxNode, bool> WrongAt(Known known)
    {
        var boundaries = new Boundaries(known);
        return place =>
            place.FirstAncestorOrSelf<CatchClauseSyntax>() is { } syntax
            && known.Bodies.Model(syntax.SyntaxTree).GetOperation(syntax) is ICatchClauseOperation { Parent: ITryOperation attempt } clause
            && Handlers.TakesAllFailures(clause)
            && IsToldOf(clause, attempt, known)
            && boundaries.IsAt(clause, attempt);
    }

    /// <summary>Whether each way through the handler tells of the exception itself, where production looks.</summary>
    private static bool IsToldOf(ICatchClauseOperation clause, ITryOperation attempt, Known known) =>
        known.Outcomes.Of(clause) is { Verdict: >= CatchVerdict.Recorded, IsCarried: true } outcome
        && outcome.Logs.Any(log => !log.IsBelowNotice && log.Kept >= Kept.Text && IsStraight(log.Call, clause.Handler))
        && !FalseSuccess.IsClaimedBy(clause, attempt, outcome);

    private static bool IsStraight(IOperation call, IBlockOperation handler)
    {
        while (call.Parent is IAwaitOperation or IExpressionStatementOperation or IConversionOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }) call = call.Parent;
        return call.Parent?.Syntax == handler.Syntax;
    }
}
