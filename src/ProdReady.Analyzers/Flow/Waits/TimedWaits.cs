using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Waits with an end, and what the code behind them relies on.</summary>
internal sealed class TimedWaits(Known known)
{
    private readonly ApiSet _lock = known.Calls(TimedWaitApis.TryTakeLock);
    private readonly ApiSet _permit = known.Calls(TimedWaitApis.TryTakePermit);
    private readonly ApiSet _giveBack = known.Calls(LockApis.Release);
    private readonly ApiSet _task = known.Calls(TimedWaitApis.AwaitTask);
    private readonly ApiSet _tool = known.Calls(TimedWaitApis.AwaitTool);
    private readonly OwnLocks _own = new(known);

    /// <summary>Whether the call is one of them and may end without what it waited for.</summary>
    public bool MayEndInVain(IInvocationOperation call) =>
        _own.MayRefuse(call.TargetMethod)
        || Kind(call.TargetMethod) is { } kind && (kind == _lock || Timeout(call) is not null) && !(Timeout(call) is { } timeout && Durations.Of(timeout) is { } length && Durations.IsInfinite(length));

    /// <summary>
    /// Whether the code behind the call takes itself for the holder of a lock: of one that is nothing else, or of a semaphore or mutex that it gives back.
    /// A wait for a signal, or for some time to pass, gives nothing back.
    /// </summary>
    public bool IsForLock(IInvocationOperation call) =>
        _lock.Has(call.TargetMethod)
        || OwnLocks.IsNamedSo(call.TargetMethod) && OwnLocks.IsGivenBackBehind(call)
        || _permit.Has(call.TargetMethod) && Variables.Of(call.Instance) is { } variable
            && (IsGivenBackBehind(call, variable) || call.Instance!.Type?.Name == "Mutex" && variable is IFieldSymbol field && IsReleasedSomewhere(field));

    /// <summary>What the code behind a wait for a task or a tool asks of it, though it may still be running; null when it asks for nothing, or looks first.</summary>
    public IOperation? AskedTooEarly(IInvocationOperation call)
    {
        if (call.Instance is not { } waited || Variables.Of(waited) is not { } variable) return null;
        var (isTask, isTool) = (_task.Has(call.TargetMethod), _tool.Has(call.TargetMethod));
        if (!isTask && !isTool) return null;

        IOperation? asked = null;
        foreach (var use in Function(call).Descendants().Where(operation => Variables.Is(operation, variable) && operation.Syntax != waited.Syntax))
        {
            if (Uses(use) is not { } user) continue;
            if (isTask ? LooksAtTask(user) : LooksAtTool(user)) return null;
            if (user.Syntax.SpanStart >= call.Syntax.SpanStart && (isTask ? NeedsResult(user) : NeedsEnd(user))) asked ??= user;
        }

        return asked;
    }

    /// <summary>The time given to the call; null when there is none.</summary>
    public static IOperation? Timeout(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter is { Name: "timeout" or "millisecondsTimeout" or "milliseconds" })?.Value;

    private ApiSet? Kind(IMethodSymbol method) =>
        _lock.Has(method) && !method.ReturnsVoid ? _lock : _permit.Has(method) ? _permit : _task.Has(method) ? _task : _tool.Has(method) ? _tool : null;

    private bool IsGivenBackBehind(IInvocationOperation wait, ISymbol variable)
    {
        var isPoll = Timeout(wait) is { } timeout && Durations.Of(timeout) == TimeSpan.Zero;
        return Function(wait).Descendants().OfType<IInvocationOperation>().Any(call =>
            _giveBack.Has(call.TargetMethod) && call.Syntax.SpanStart > wait.Syntax.SpanStart
            && Variables.Is(call.Instance, variable) && IsAlways(call, wait, isPoll));
    }

    /// <summary>Whether each way from the wait gives back. Who releases only under some condition may be waking itself; who takes what is there before he releases sets a signal once.</summary>
    private static bool IsAlways(IOperation release, IOperation wait, bool isPoll)
    {
        if (IsInFinally(release, wait)) return true;
        for (var around = release.Parent; !isPoll && around is not null && !around.Syntax.Span.Contains(wait.Syntax.Span); around = around.Parent)
        {
            if (around is IConditionalOperation or ILoopOperation or ISwitchOperation or ICatchClauseOperation) return false;
        }

        return !isPoll;
    }

    private static bool IsInFinally(IOperation release, IOperation wait)
    {
        for (var around = release; around.Parent is { } parent && !around.Syntax.Span.Contains(wait.Syntax.Span); around = parent)
        {
            if (parent is ITryOperation attempt && attempt.Finally == around) return true;
        }

        return false;
    }

    private bool IsReleasedSomewhere(IFieldSymbol mutex) =>
        mutex.ContainingType.DeclaringSyntaxReferences
            .SelectMany(declaration => declaration.GetSyntax().DescendantNodes())
            .Any(node => node is Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax call && Names.Of(call) == "ReleaseMutex"
                && known.Bodies.Model(node.SyntaxTree).GetOperation(node) is IInvocationOperation { Instance: { } handle } && Variables.Is(handle, mutex));

    /// <summary>The lambda, local function or member around the operation.</summary>
    private static IOperation Function(IOperation operation) => operation.EnclosingFunction() ?? operation.Root();

    private static IOperation? Uses(IOperation use)
    {
        var user = use.Parent;
        while (user is IConversionOperation or IParenthesizedOperation) user = user.Parent;
        return user is IConditionalAccessOperation { WhenNotNull: var behind } ? behind : user;
    }

    private static bool LooksAtTask(IOperation user) =>
        user is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" or "IsCanceled" or "IsFaulted" or "Status" };

    private static bool NeedsResult(IOperation user) => user switch
    {
        IPropertyReferenceOperation { Property.Name: "Result" } => true,
        IInvocationOperation { TargetMethod.Name: "GetAwaiter", Parent: IInvocationOperation { TargetMethod.Name: "GetResult" } } => true,
        _ => false,
    };

    private static bool LooksAtTool(IOperation user) => user switch
    {
        IPropertyReferenceOperation { Property.Name: "HasExited" } => true,
        IInvocationOperation { TargetMethod.Name: "WaitForExit" or "WaitForExitAsync" or "Kill" } => true,
        _ => false,
    };

    private static bool NeedsEnd(IOperation user) => user is IPropertyReferenceOperation { Property.Name: "ExitCode" or "ExitTime" };
}
