using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Waits for something outside, without an end of their own, that are not given the token of the code they stand in.</summary>
internal sealed class UngivenWaits(Known known)
{
    private readonly Tokens _tokens = known.Tokens;
    private readonly Origins _origins = known.Origins;
    private readonly EndedElsewhere _ended = known.EndedElsewhere;
    private readonly EndlessWaits _endless = new(known, known.HostedCode);
    private readonly PollingLoops _polls = new(known);
    private readonly ApiSet _items = known.Calls(WorkerApis.WaitForNext);
    private readonly ApiSet _inputs = known.Calls(WorkerApis.WaitForInput);
    private readonly ApiSet _delays = known.Calls(WorkerApis.Delay);
    private readonly ApiSet _tools = known.Calls(BackgroundApis.AwaitTool);

    public bool Is(IOperation operation) => operation switch
    {
        IWhileLoopOperation loop => _polls.EndlessCondition(loop) is not null || TriesForever(loop),
        ILoopOperation loop => TriesForever(loop),
        IInvocationOperation call => _endless.At(call) is not null || WaitedCode.IsWaitedFor(call) && !_tokens.IsGivenToken(call) && (IsForInput(call) || IsForSignal(call)),
        IAwaitOperation { Operation: var task } => task.Bare() is IPropertyReferenceOperation { Property: { Name: "Task", ContainingType.Name: "TaskCompletionSource" }, Instance: IFieldReferenceOperation },
        _ => false,
    };

    /// <summary>
    /// Whether the loop tries again and again, with a pause, until it succeeds: it does not look at a token, and nothing in it counts, compares or throws, which could
    /// be its limit.
    /// </summary>
    private bool TriesForever(ILoopOperation loop)
    {
        if (!Loops.HasNoCondition(loop) && !(loop is IWhileLoopOperation { Condition: { } condition } && IsPlain(condition))) return false;
        var pauses = false;
        foreach (var operation in loop.Descendants())
        {
            if (operation is IInvocationOperation call && _delays.Has(call.TargetMethod) && WaitedCode.IsWaitedFor(call)) pauses = true;
            else if (MayLimit(operation)) return false;
        }

        return pauses && !_tokens.MayObserve(loop);
    }

    /// <summary>A flag or a call, perhaps negated.</summary>
    private static bool IsPlain(IOperation condition) => condition.Bare() switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => IsPlain(operand),
        ILocalReferenceOperation or IFieldReferenceOperation or IInvocationOperation => true,
        _ => false,
    };

    private static bool MayLimit(IOperation operation) => operation switch
    {
        IThrowOperation { Exception: not null } or IIncrementOrDecrementOperation or ICompoundAssignmentOperation => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } => true,
        IRelationalPatternOperation => true,
        _ => false,
    };

    private bool IsForInput(IInvocationOperation call) =>
        _tools.Has(call.TargetMethod)
        || (_items.Has(call.TargetMethod) && call.TargetMethod.ContainingType.Name != "PeriodicTimer" || _inputs.Has(call.TargetMethod))
            && Types.IsTask(call.Type) && call.Arguments.All(argument => argument.ArgumentKind == ArgumentKind.DefaultValue || _tokens.IsToken(argument.Value.Type)) && !_ended.MayEnd(call);

    /// <summary>Whether a semaphore that is made with no permit is waited for: one with permits is a lock.</summary>
    private bool IsForSignal(IInvocationOperation call) =>
        call is { TargetMethod: { Name: "Wait" or "WaitAsync", ContainingType.Name: "SemaphoreSlim" }, Instance: { } semaphore } && call.Arguments.All(argument => argument.ArgumentKind == ArgumentKind.DefaultValue)
        && _origins.Of(semaphore) is { Count: > 0 } origins && origins.All(LockRoles.BeginsEmpty);
}
