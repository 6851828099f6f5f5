using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Waits of a worker for somebody to tell it that there is work: a semaphore that begins at zero, an event.</summary>
internal sealed class SignalWaits(Known known)
{
    private readonly Mentions _mentions = known.Mentions;
    private readonly WorkerLoops _loops = known.WorkerLoops;
    private readonly ApiSet _semaphores = known.Calls(WorkerApis.TakePermit);
    private readonly ApiSet _events = known.Calls(WaitApis.WaitForSignal);

    /// <summary>Where a token calls back, that may be what wakes the worker up.</summary>
    private readonly Lazy<bool> _wokenByToken = new(() => known.HasCall(WorkerApis.OnCancelled));

    /// <summary>Whether the call is one that could; the cheap question.</summary>
    public bool MayBe(IInvocationOperation call) => _semaphores.Has(call.TargetMethod) || _events.Has(call.TargetMethod);

    /// <summary>Whether the call stays there until there is work, however long that takes.</summary>
    public bool Is(IInvocationOperation call)
    {
        var isSemaphore = _semaphores.Has(call.TargetMethod);
        if (!isSemaphore && !(_events.Has(call.TargetMethod) && call.TargetMethod.Name is "WaitOne" or "Wait")) return false;
        if (call.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit && argument.Parameter?.Type.Name != "CancellationToken")) return false;
        return IsForWork(call) && Variables.Of(call.Instance) is IFieldSymbol { DeclaredAccessibility: Accessibility.Private, IsReadOnly: true } field
            && _mentions.Of(field, call).OfType<IObjectCreationOperation>().FirstOrDefault() is { } made && (isSemaphore ? LockRoles.BeginsEmpty(made) : made.Type?.Name is "ManualResetEvent" or "AutoResetEvent" or "ManualResetEventSlim")
            && !_wokenByToken.Value;
    }

    private bool IsForWork(IOperation wait)
    {
        for (var loop = wait.Enclosing<ILoopOperation>(); loop is not null; loop = loop.Enclosing<ILoopOperation>())
        {
            if (_loops.GoesOn(loop)) return true;
        }

        return false;
    }
}
