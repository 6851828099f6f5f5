using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Work that is still under way when the call that began it has returned.</summary>
internal sealed class OngoingWork
{
    private readonly Known _known;
    private readonly ApiSet _done;
    private readonly ApiSet _onPool;
    private readonly ApiSet _onlyWait;
    private readonly ApiSet _awaitClients;
    private readonly ApiSet _stopHost;
    private readonly Summary _does;

    public OngoingWork(Known known)
    {
        _known = known;
        _done = known.Calls(WaitApis.MakeDone);
        _onPool = known.Calls(BackgroundApis.RunOnPool);
        _onlyWait = known.Calls(WorkerApis.OnlyWait);
        _awaitClients = known.Calls(BackgroundApis.AwaitClients);
        _stopHost = known.Calls(HostApis.StopHost);
        _does = new Summary(known, Does, _ => Answer.Yes);
    }

    /// <summary>Whether the call, when nobody awaits it, leaves work behind; not what other assemblies do.</summary>
    public bool Begins(IInvocationOperation call) =>
        _onPool.Has(call.TargetMethod) || IsJoint(call) && Joined(call).Any(Begins) || _known.Implementations.Target(call.TargetMethod) is { } target && _known.Bodies.Of(target) is { } body && GoesOn(body);

    /// <summary>Whether the work that the call begins only waits: when it is cut off nothing is lost.</summary>
    public bool OnlyWaits(IInvocationOperation call) => Codes(call).All(code => _does.Of(code) == Answer.No);

    /// <summary>Whether the work stops the host itself when it is done: a job in the clothes of a service.</summary>
    public bool EndsHost(IInvocationOperation call) =>
        Codes(call).SelectMany(code => code.Descendants()).Any(operation => operation is IInvocationOperation inner && _stopHost.Has(inner.TargetMethod));

    /// <summary>Whether the call makes one task of several.</summary>
    public static bool IsJoint(IInvocationOperation call) => call.TargetMethod is { Name: "WhenAll", ContainingType.Name: "Task" };

    /// <summary>The calls that make the several, also those in a query.</summary>
    public static IEnumerable<IInvocationOperation> Joined(IInvocationOperation call) => call.Descendants().OfType<IInvocationOperation>();

    private IEnumerable<IOperation> Codes(IInvocationOperation call)
    {
        if (IsJoint(call)) return Joined(call).Where(Begins).SelectMany(Codes);
        if (!_onPool.Has(call.TargetMethod)) return _known.Implementations.Target(call.TargetMethod) is { } target && _known.Bodies.Of(target) is { } body ? [body] : [call];
        return call.Descendants().Select(operation => operation switch
        {
            IAnonymousFunctionOperation lambda => lambda.Body,
            IMethodReferenceOperation { Method: var handed } => _known.Bodies.Of(handed),
            _ => null,
        }).OfType<IOperation>();
    }

    /// <summary>Whether the operation does something that others can see; null where it is a call that is to be followed.</summary>
    private Answer? Does(IOperation operation) => operation switch
    {
        IInvocationOperation call => _onlyWait.Has(call.TargetMethod) || _awaitClients.Has(call.TargetMethod) || call.TargetMethod.Name is "ConfigureAwait" or "WithCancellation" ? Answer.No : null,
        IAssignmentOperation { Target: IMemberReferenceOperation } or IIncrementOrDecrementOperation { Target: IMemberReferenceOperation } => Answer.Yes,
        IObjectCreationOperation => Answer.No,
        _ => null,
    };

    /// <summary>Whether the code has something to wait for.</summary>
    public bool GoesOn(IOperation code) => code.Executed().Any(operation => operation switch
    {
        ILoopOperation => true,
        IAwaitOperation awaited => !IsDone(awaited.Operation),
        IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } task } => Types.IsTask(task.Type) && !IsDone(task),
        _ => false,
    });

    /// <summary>The call that makes the task, without what is chained to it.</summary>
    public static IInvocationOperation? Beginning(IOperation task)
    {
        var call = task is IAwaitOperation ? null : task.Bare() as IInvocationOperation;
        while (call is { TargetMethod.Name: "Unwrap" or "ContinueWith" or "AsTask" or "ConfigureAwait" } && (call.Instance ?? call.Arguments.FirstOrDefault()?.Value)?.Bare() is IInvocationOperation inner) call = inner;
        return call;
    }

    private bool IsDone(IOperation task) => task.Bare() switch
    {
        IInvocationOperation call => _done.Has(call.TargetMethod),
        IPropertyReferenceOperation property => _done.Has(property.Property),
        IThrowOperation or IDefaultValueOperation => true,
        _ => false,
    };
}
