using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Code that does not belong into a start, because it goes on for as long as the process lives, or for long.</summary>
internal sealed class EndlessStarts(Known known)
{
    private readonly WorkerLoops _loops = known.WorkerLoops;
    private readonly EndedElsewhere _ended = known.EndedElsewhere;
    private readonly ApiSet _waits = known.Calls(WorkerApis.WaitForNext);
    private readonly ApiSet _delays = known.Calls(WorkerApis.Delay);

    /// <summary>Whether only a request to stop, or nothing at all, ends it.</summary>
    public bool Is(IOperation operation) => operation switch
    {
        IForEachLoopOperation each => _loops.IsWorkerLoop(each) && !EndsOtherwise(each.Collection),
        IWhileLoopOperation { Condition: { } condition } loop => Loops.IsEndless(loop) || _loops.IsWorkerLoop(loop) && !EndsOtherwise(condition) && !IsLowered(condition, loop),
        ILoopOperation loop => Loops.IsEndless(loop),
        IInvocationOperation call => IsDelay(call) && Durations.Of(call.Arguments[0].Value) is { } length && Durations.IsInfinite(length) && !IsSignal(call),
        _ => false,
    };

    /// <summary>Whether the loop is the work of a service, whoever ends it.</summary>
    public bool IsWork(ILoopOperation loop) =>
        Loops.IsEndless(loop) || _loops.IsWorkerLoop(loop) && !(loop is IWhileLoopOperation { Condition: { } condition } && IsLowered(condition, loop));

    /// <summary>Whether it lets seconds pass, and not between two attempts.</summary>
    public bool IsLongDelay(IOperation operation) =>
        operation is IInvocationOperation call && IsDelay(call) && LongDelays.Is(call);

    private bool IsDelay(IInvocationOperation call) => _delays.Has(call.TargetMethod) && WaitedCode.IsWaitedFor(call);

    /// <summary>Whether somebody completes what the loop takes its items from, or disposes of its timer.</summary>
    private bool EndsOtherwise(IOperation source) =>
        source.DescendantsAndSelf().Any(operation => operation is IInvocationOperation call && _waits.Has(call.TargetMethod) && _ended.MayEnd(call));

    /// <summary>Whether the loop itself lowers the flag it asks.</summary>
    private static bool IsLowered(IOperation condition, ILoopOperation loop) =>
        condition.DescendantsAndSelf().OfType<IMemberReferenceOperation>().Any(flag => loop.Body.Descendants().Any(operation =>
            operation is IAssignmentOperation assignment && Variables.Is(assignment.Target, flag.Member)));

    /// <summary>A delay under a token that is not the host's waits for whoever cancels that.</summary>
    private static bool IsSignal(IInvocationOperation delay) =>
        delay.Arguments.Any(argument => argument.Parameter?.Type.Name == "CancellationToken" && argument.Value.Bare() is IMemberReferenceOperation { Member.Name: not "None" } or ILocalReferenceOperation);
}
