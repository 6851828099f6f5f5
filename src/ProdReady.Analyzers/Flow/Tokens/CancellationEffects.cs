using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>What the steps of a function tell about a token.</summary>
internal sealed class CancellationEffects(ControlFlowGraph graph, IReadOnlyCollection<TokenKey> token, TokenKeys keys)
{
    private readonly Lazy<ILookup<CaptureId, IOperation>> _captures = new(() => graph.Blocks.SelectMany(block => block.Operations)
        .SelectMany(operation => operation.DescendantsAndSelf()).OfType<IFlowCaptureOperation>().ToLookup(capture => capture.Id, capture => capture.Value));

    /// <summary>
    /// What is known when an operation ends with a cancellation: one that is given the token, or throws for it. A wait has no other reason; a request may have been too slow.
    /// Null for an operation that has nothing to do with the token.
    /// </summary>
    public Cancelled? WhenCancelled(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.Name: "ThrowIfCancellationRequested", Instance: { } asked } => Is(asked) ? Cancelled.Certainly : null,
        IInvocationOperation call => !IsRace(call) && IsGiven(call) ? Of(call) : null,
        IAwaitOperation { Operation: var task } => !(task is IInvocationOperation race && IsRace(race)) && Bound(task) is { } call ? Of(call) : null,
        _ => null,
    };

    public static bool IsCancellation(ITypeSymbol? exception) => exception?.Name is "OperationCanceledException" or "TaskCanceledException";

    private static Cancelled Of(IInvocationOperation call) => CleanUps.IsWait(call.TargetMethod) ? Cancelled.Certainly : Cancelled.Possibly;

    /// <summary>What is known once the operation has run without an exception.</summary>
    public Cancelled After(IOperation operation, Cancelled before)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod: { Name: "Cancel" or "CancelAsync", ContainingType.Name: "CancellationTokenSource" }, Instance: { } source } when Is(source):
                return Cancelled.Certainly;
            case IInvocationOperation race when IsRace(race) && IsBoundByAny(race):
                return before == Cancelled.Certainly ? before : Cancelled.Possibly;
            case ISimpleAssignmentOperation { Target: var target, Value: var value } when Is(target):
                // What is made of a cancelled token is cancelled itself.
                return value.DescendantsAndSelf().Any(Is) ? before : Cancelled.No;
            // It would have thrown.
            case not null when before is Cancelled.Possibly or Cancelled.Meanwhile && WhenCancelled(operation) is not null:
                return Cancelled.No;
            case IAwaitOperation { Operation: var task } when before == Cancelled.No && Bound(task) is null:
                return Cancelled.Meanwhile;
            default:
                return before;
        }
    }

    /// <summary>What is known on one of the ways out of a block.</summary>
    public Cancelled Told(BasicBlock block, ControlFlowBranch branch, Cancelled state)
    {
        if (block.ConditionKind == ControlFlowConditionKind.None || block.BranchValue is not { } condition) return state;
        var isTrue = branch.IsConditionalSuccessor == (block.ConditionKind == ControlFlowConditionKind.WhenTrue);
        return Says(condition, isTrue) switch { true => Cancelled.Certainly, false => Cancelled.No, null => state };
    }

    /// <summary>Whether the condition, being true or false, says that the token is cancelled, or that it is not; null when it says neither.</summary>
    private bool? Says(IOperation condition, bool isTrue) => condition.Bare() switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => Says(operand, !isTrue),
        IPropertyReferenceOperation { Property.Name: "IsCancellationRequested", Instance: { } asked } when Is(asked) => isTrue,
        IInvocationOperation { TargetMethod.Name: "WaitOne", Instance: IPropertyReferenceOperation { Property.Name: "WaitHandle", Instance: { } waited } } when Is(waited) => isTrue,
        // Where there is no source there is no token either.
        IIsNullOperation { Operand: var source } when isTrue && Is(source) => true,
        IIsTypeOperation { TypeOperand: var type, IsNegated: var negated } when IsCancellation(type) => isTrue != negated ? null : false,
        IIsPatternOperation { Pattern: var pattern } when Excludes(pattern) is { } excludes => isTrue == excludes ? false : null,
        _ => null,
    };

    /// <summary>Whether a pattern takes cancellation out (true), or takes only that (false).</summary>
    private static bool? Excludes(IPatternOperation pattern) => pattern switch
    {
        INegatedPatternOperation { Pattern: var inner } => !Excludes(inner),
        ITypePatternOperation { MatchedType: var type } => IsCancellation(type) ? false : null,
        IDeclarationPatternOperation { MatchedType: { } type } => IsCancellation(type) ? false : null,
        _ => null,
    };

    /// <summary>Waits that end with a task and do not look at how it ended.</summary>
    private static bool IsRace(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "WhenAny" or "WaitAny", ContainingType.Name: "Task" } => true,
        { Name: "ConfigureAwait" } => call.Arguments.Any(argument => argument.Syntax.ToString().Contains("SuppressThrowing")),
        _ => false,
    };

    private bool IsBoundByAny(IInvocationOperation race) =>
        race.Instance is { } task && Bound(task) is not null
        || race.Arguments.SelectMany(argument => argument.Descendants()).Any(operation => Bound(operation) is not null);

    /// <summary>The call that started a task which ends with the token; null when it is none that does.</summary>
    private IInvocationOperation? Bound(IOperation task) => task.Bare() switch
    {
        IInvocationOperation { TargetMethod.Name: "AsTask", Instance: { } inner } => Bound(inner),
        IInvocationOperation call => IsGiven(call) ? call : null,
        ILocalReferenceOperation => keys.Origin(task) is IInvocationOperation started ? Bound(started) : null,
        _ => null,
    };

    /// <summary>Not given: a source that is linked to it, a callback that is registered on it.</summary>
    private bool IsGiven(IInvocationOperation call) =>
        call.TargetMethod.ContainingType?.Name is not ("CancellationTokenSource" or "CancellationToken")
        && call.Arguments.Any(argument => keys.IsToken(argument.Value.Type) && (Is(argument.Value) || keys.Of(argument.Value).Any(key => token.Contains(key))));

    /// <summary>Whether the expression is one of the variables behind the token, or the token of such a source.</summary>
    private bool Is(IOperation expression)
    {
        var bare = expression.Bare();
        if (bare is IFlowCaptureReferenceOperation { Id: var id }) return _captures.Value[id].Count() == 1 && Is(_captures.Value[id].Single());
        if (bare is IPropertyReferenceOperation { Property: { Name: "Token", ContainingType.Name: "CancellationTokenSource" }, Instance: { } source } && Is(source)) return true;
        return keys.Key(bare) is { } key && token.Contains(key);
    }
}
