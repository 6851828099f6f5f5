using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether work, however often it is told to end, may hang in a call: one that waits for something outside and is not given a token, or a loop that never looks.</summary>
internal sealed class UncancelledWaits
{
    private const int Depth = 3;

    private readonly Known _known;
    private readonly Tokens _tokens;
    private readonly Summary _waits;
    private readonly ApiSet _onPool;
    private readonly ApiSet _inPeace;
    private readonly ApiSet _records;

    public UncancelledWaits(Known known)
    {
        _known = known;
        _tokens = known.Tokens;
        _onPool = known.Calls(BackgroundApis.RunOnPool);
        _inPeace = known.Calls(CallbackApis.WaitInPeace);
        _records = known.Calls(LoggingApis.Record);
        _waits = new Summary(known, Look, _ => Answer.No, Depth, beyond: Answer.No);
    }

    /// <summary>Whether the work that the call begins may.</summary>
    public bool Begins(IInvocationOperation call)
    {
        if (OngoingWork.IsJoint(call)) return OngoingWork.Joined(call).Any(Begins);
        if (!_onPool.Has(call.TargetMethod)) return _known.Implementations.Target(call.TargetMethod) is { } target && _known.Bodies.Of(target) is { } body && In(body);
        return call.Descendants().Any(operation => operation switch
        {
            IAnonymousFunctionOperation lambda => In(lambda.Body),
            IMethodReferenceOperation { Method: var handed } => _known.Bodies.Of(handed) is { } body && In(body),
            _ => false,
        });
    }

    public bool In(IOperation code) => _waits.Of(code) == Answer.Yes;

    private Answer? Look(IOperation operation) => operation switch
    {
        ILoopOperation loop => Loops.IsEndless(loop) && !_tokens.MayObserve(loop) ? Answer.Yes : Answer.No,
        IAwaitOperation { Operation: var task } when task.Bare() is IInvocationOperation call && IsOutside(call) => Answer.Yes,
        _ => null,
    };

    /// <summary>Whether the call is of another assembly or unknown code, asynchronous, and without a token.</summary>
    private bool IsOutside(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (_inPeace.Has(method) && method.Name != "WaitAsync" || _records.Has(method) || method.Name is "WhenAll" or "WhenAny" or "Run" or "DisposeAsync" or "CancelAsync" or "Yield") return false;
        if (call.Instance is { Type: var owner } && Types.IsTask(owner)) return false;
        return !_tokens.IsGivenToken(call) && (_known.Implementations.Target(method) is not { } target || _known.Bodies.Of(target) is null) && Types.IsTask(call.Type);
    }
}
