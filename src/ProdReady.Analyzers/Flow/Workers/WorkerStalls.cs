using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The places where a worker does not notice that the host wants to stop.</summary>
internal sealed class WorkerStalls(Known known, WorkerCode workers)
{
    private readonly Tokens _tokens = known.Tokens;
    private readonly EndedElsewhere _ended = known.EndedElsewhere;
    private readonly ApiSet _waits = known.Calls(WorkerApis.WaitForNext);
    private readonly ApiSet _inputs = known.Calls(WorkerApis.WaitForInput);
    private readonly ApiSet _delays = known.Calls(WorkerApis.Delay);
    private readonly SignalWaits _signals = new(known);
    private readonly EndlessStreams _streams = new(known);

    public enum Reason
    {
        EndlessLoop,
        EndlessWait,
        LongDelay,
    }

    /// <summary>Whether there is anything in the code that could be such a place; nothing else is bound for the answer.</summary>
    public bool MayBeIn(IOperation code) => code.Descendants().Any(MayBe);

    /// <summary>The places in <paramref name="code"/>.</summary>
    /// <param name="code">A piece of the worker.</param>
    /// <param name="endsOtherwise">Whether the worker has its own way to end the work; a long delay holds it up even so.</param>
    /// <param name="shutdownTimeout">How long the host waits.</param>
    public IEnumerable<Stall> In(IOperation code, Lazy<bool> endsOtherwise, TimeSpan shutdownTimeout)
    {
        foreach (var operation in workers.Executed(code))
        {
            if (Look(operation, code, shutdownTimeout) is { } reason && !(reason != Reason.LongDelay && endsOtherwise.Value)) yield return new Stall(operation, reason);
        }
    }

    private bool MayBe(IOperation operation) => operation is ILoopOperation
        || operation is IInvocationOperation call && (_waits.Has(call.TargetMethod) || _inputs.Has(call.TargetMethod) || _delays.Has(call.TargetMethod) || _signals.MayBe(call) || EndlessStreams.CallsItself(call));

    private Reason? Look(IOperation operation, IOperation code, TimeSpan shutdownTimeout) => operation switch
    {
        // What the question before does not know would be found in some workers only.
        _ when !MayBe(operation) => null,
        IForEachLoopOperation { IsAsynchronous: true } each => _streams.Goes(each) && !_tokens.MayObserve(each) ? Reason.EndlessLoop : null,
        ILoopOperation loop when Loops.IsEndless(loop) && !_tokens.MayObserve(loop) && !WaitsForNext(loop) => Reason.EndlessLoop,
        IInvocationOperation call when IsWait(call) && IgnoresToken(call) && !IsInsideObservingLoop(call) && !_ended.MayEnd(call) => Reason.EndlessWait,
        IInvocationOperation call when _signals.Is(call) && IgnoresToken(call) && !IsRaced(call) => Reason.EndlessWait,
        IInvocationOperation call when _delays.Has(call.TargetMethod) && IgnoresToken(call) && Durations.Of(call.Arguments[0].Value) is { } length => OfDelay(call, length, shutdownTimeout),
        IInvocationOperation call when EndlessStreams.CallsItself(call) && !_tokens.MayObserve(code) => Reason.EndlessLoop,
        _ => null,
    };

    /// <summary>Whether the call waits for the next item, tick or client. One that is given a limit comes back.</summary>
    private bool IsWait(IInvocationOperation call) =>
        _waits.Has(call.TargetMethod) || _inputs.Has(call.TargetMethod) && !call.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit && !_tokens.IsToken(argument.Value.Type));

    private static Reason? OfDelay(IInvocationOperation delay, TimeSpan length, TimeSpan shutdownTimeout)
    {
        if (Durations.IsInfinite(length)) return Reason.EndlessWait;
        return length >= shutdownTimeout && !IsRaced(delay) ? Reason.LongDelay : null;
    }

    /// <summary>The loop is reported at the wait, which is where the token belongs.</summary>
    private bool WaitsForNext(ILoopOperation loop) =>
        loop.Executed().OfType<IInvocationOperation>().Any(IsWait);

    private bool IgnoresToken(IInvocationOperation call) =>
        !_tokens.IsGivenToken(call)
        && !Consumers(call).Any(consumer => _tokens.IsGivenToken(consumer) || consumer.TargetMethod.Name is "WithCancellation" or "WaitAsync" or "AsTask" || consumer.Arguments.Any(argument => _tokens.Carries(argument.Value)))
        && !IsKept(call);

    /// <summary>The calls that the result goes into: an enumerator or <c>Parallel.ForEachAsync</c> hands its own token down.</summary>
    private static IEnumerable<IInvocationOperation> Consumers(IOperation call)
    {
        for (var parent = call.Parent; parent is IInvocationOperation or IArgumentOperation or IConversionOperation or IParenthesizedOperation; parent = parent.Parent)
        {
            if (parent is IInvocationOperation consumer) yield return consumer;
        }
    }

    /// <summary>A stream that is kept in a variable may be given the token where it is read.</summary>
    private static bool IsKept(IInvocationOperation call) =>
        call.TargetMethod.Name is "ReadAllAsync" && call.Parent is IVariableInitializerOperation or ISimpleAssignmentOperation;

    /// <summary>A loop whose condition or body looks at the token may leave the wait through it, for instance by <c>WhenAny</c>.</summary>
    private bool IsInsideObservingLoop(IOperation wait) =>
        wait.Enclosing<ILoopOperation>() is { } loop && _tokens.MayObserve(loop) && IsRaced(wait);

    /// <summary>Whether the task goes into <c>WhenAny</c> or is kept for later: something else may end the wait. What is no task is waited for where it stands.</summary>
    private static bool IsRaced(IOperation wait)
    {
        if (!Types.IsTask(wait.Type)) return false;
        var parent = wait.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation) parent = parent.Parent;
        return parent is not (IAwaitOperation or IExpressionStatementOperation or IReturnOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" });
    }

    internal sealed record Stall(IOperation Where, Reason Reason);
}
