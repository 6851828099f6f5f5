using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Handlers that tell somebody of the failure and tell the caller that it worked.</summary>
internal static class FalseSuccess
{
    /// <summary>
    /// Whether the handler answers true, in a function that elsewhere answers false when something did not work. Where the attempt itself can say no, a yes is the cautious answer.
    /// </summary>
    public static bool IsClaimedBy(ICatchClauseOperation clause, ITryOperation attempt, Outcome outcome) =>
        outcome is { Verdict: CatchVerdict.Recorded, ByOtherMeans: CatchVerdict.Lost, Aftermath: Aftermath.ClaimsSuccess }
        && clause.Handler.Executed().Any(operation => Answer(operation) == true)
        && !Attempts.MayDeny(attempt)
        && (clause.EnclosingFunction() ?? clause.Root()).ChildOperations.SelectMany(Operations.Executed).Any(operation => Answer(operation) == false);

    private static bool? Answer(IOperation operation)
    {
        if (operation is not IReturnOperation { ReturnedValue: { } value }) return null;
        var answer = value.Bare() is IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" } } made ? made.Arguments[0].Value : value;
        return answer.ConstantValue is { HasValue: true, Value: bool constant } ? constant : null;
    }
}
