using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Work that is still under way when the call that began it has returned.</summary>
internal sealed class OngoingWork(Known known)
{
    private readonly ApiSet _done = known.Calls(WaitApis.MakeDone);
    private readonly ApiSet _onPool = known.Calls(BackgroundApis.RunOnPool);

    /// <summary>Whether the call, when nobody awaits it, leaves work behind; not what other assemblies do.</summary>
    public bool Begins(IInvocationOperation call) =>
        _onPool.Has(call.TargetMethod) || known.Implementations.Target(call.TargetMethod) is { } target && known.Bodies.Of(target) is { } body && GoesOn(body);

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
