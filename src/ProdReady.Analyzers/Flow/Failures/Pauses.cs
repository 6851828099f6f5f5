using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What keeps a loop from going round at once: delays, ticks, and waits for the next item. Names decide where code is not in sight, and only towards a pause.</summary>
internal sealed class Pauses
{
    private static readonly string[] Words = ["Wait", "Await", "Delay", "Sleep", "Pause", "Throttl", "Backoff", "BackOff", "Tick", "Interval"];

    private static readonly string[] Beginnings = ["Receive", "Accept", "Consume", "Dequeue", "Take", "Read", "MoveNext", "Next", "Listen", "Subscribe", "Peek"];

    private readonly Known _known;
    private readonly ApiSet _pause;
    private readonly ApiSet _delay;
    private readonly Summary _summary;

    public Pauses(Known known)
    {
        _known = known;
        _pause = known.Calls(RetryApis.Pause);
        _delay = known.Calls(WorkerApis.Delay);
        _summary = new Summary(known, operation => Is(operation, isFollowed: true), _ => Answer.No, depth: 3);
    }

    /// <summary>Whether the operation may take its time; also whatever is awaited and cannot be seen.</summary>
    public bool May(IOperation operation) =>
        operation is IInvocationOperation call && (Is(operation, isFollowed: false) is Answer.Yes or Answer.Unknown || Body(call) is { } body && _summary.Of(body) != Answer.No);

    /// <summary>Whether the method that is called, which is in sight, has a pause of its own.</summary>
    public bool IsIn(IInvocationOperation call) => Body(call) is { } body && _summary.Of(body) == Answer.Yes;

    /// <summary>Whether the operation is certain to take time.</summary>
    public bool IsTime(IOperation operation) =>
        operation is IInvocationOperation call && (_delay.Has(call.TargetMethod) || call.TargetMethod.Name is "Delay" || call.TargetMethod is { Name: "Wait", ContainingType.Name: "Monitor" });

    private Answer? Is(IOperation operation, bool isFollowed)
    {
        if (operation is not IInvocationOperation { TargetMethod: var method } call) return Answer.No;
        if (_pause.Has(method)) return Answer.Yes;
        var name = method.Name.Substring(method.Name.LastIndexOf('.') + 1);
        // Where a task is blocked on or configured, the call that made it counts.
        if (name is "ConfigureAwait" or "GetAwaiter" or "GetResult" || name is "Wait" or "WaitAsync" && Types.IsTask(call.Receiver()?.Type)) return Answer.No;
        // The body of an answer is read when it is there.
        var isBody = name.StartsWith("ReadAs", StringComparison.Ordinal) || name.StartsWith("ReadFrom", StringComparison.Ordinal);
        if (Words.Any(name.Contains) || !isBody && Beginnings.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal))) return Answer.Yes;
        if (Body(call) is not null) return isFollowed ? null : Answer.No;
        return Types.IsTask(method.ReturnType) || method.MethodKind == MethodKind.DelegateInvoke ? Answer.Unknown : Answer.No;
    }

    private IOperation? Body(IInvocationOperation call) => _known.Implementations.Target(call.TargetMethod) is { } target ? _known.Bodies.Of(target) : null;
}
