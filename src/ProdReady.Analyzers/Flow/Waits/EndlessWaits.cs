using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Calls that wait for something in or under this process, without a timeout and without a token, and not because there is nothing else to do.</summary>
internal sealed class EndlessWaits(Known known, HostedCode hosted)
{
    private readonly Blocking _blocking = known.Blocking;
    private readonly Origins _origins = known.Origins;
    private readonly EndedElsewhere _ended = known.EndedElsewhere;
    private readonly WorkerCode _workers = known.WorkerCode;
    private readonly WorkerLoops _loops = known.WorkerLoops;
    private readonly INamedTypeSymbol? _event = known.Type("System.Threading.EventWaitHandle");
    private readonly ApiSet[] _tables =
    [
        known.Calls(WaitApis.WaitForProcess), known.Calls(WaitApis.WaitForThread), known.Calls(WaitApis.WaitForSignal), known.Calls(WaitApis.WaitForItem),
    ];

    /// <summary>The calls that wait.</summary>
    public ApiSet[] Calls => _tables;

    /// <summary>The wait, when nothing that we see ends it but what it waits for.</summary>
    public Wait? At(IInvocationOperation call)
    {
        if (!ApiSet.AnyHas(_tables, call.TargetMethod) || _blocking.At(call) is not { HasEnd: false } wait) return null;
        var isOnPurpose = wait.For switch
        {
            WaitsFor.Process => IsWatched(call),
            WaitsFor.Thread => call.Instance is IPropertyReferenceOperation { Property.Name: "CurrentThread" },
            WaitsFor.Signal => IsOfOthers(call) || IsKeepAlive(call) || IsForWork(call),
            _ => _ended.MayEnd(call.TargetMethod.ContainingType) || call.Member() is { } member && _workers.ExecuteOf(member) is not null,
        };
        return isOnPurpose ? null : wait;
    }

    /// <summary>Whether the wait is for the next piece of work: somewhere in the head or the body of a loop that goes on until it is told to stop.</summary>
    public bool IsForWork(IOperation wait)
    {
        for (var loop = wait.Enclosing<ILoopOperation>(); loop is not null; loop = loop.Enclosing<ILoopOperation>())
        {
            if (_loops.GoesOn(loop)) return true;
        }

        return false;
    }

    /// <summary>Whether the entry point waits to be told to end. Before it runs a host, it only holds up the start.</summary>
    public bool IsKeepAlive(IOperation wait) => wait.Member() is IMethodSymbol member && hosted.IsMain(member) && hosted.Member(member, wait) is null;

    /// <summary>Whether another process may give the signal, or several are waited for: who waits for that without end waits to be called.</summary>
    private bool IsOfOthers(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "WaitAny" or "WaitAll" or "SignalAndWait" when call.TargetMethod.IsStatic => true,
        "WaitOne" => call.Instance is not { } handle || !Types.Is(handle.Bare().Type, _event)
            || _origins.Of(handle) is not { Count: > 0 } origins || !origins.All(origin => origin is IObjectCreationOperation creation && creation.Arguments.All(argument => argument.Parameter?.Type.SpecialType != SpecialType.System_String)),
        _ => false,
    };

    /// <summary>
    /// Whether the method kills the process, asks whether it has ended, has waited for it with a timeout, or has read its output to the end:
    /// then the wait is short, or not where it hangs.
    /// </summary>
    private static bool IsWatched(IInvocationOperation wait) =>
        Variable(wait.Instance) is { } process
        && wait.Root().Descendants().Any(operation => operation != wait && operation switch
        {
            IInvocationOperation { TargetMethod.Name: "Kill" or "CloseMainWindow", Instance: { } killed } => IsSame(killed, process),
            IInvocationOperation { TargetMethod.Name: "WaitForExit" or "WaitForExitAsync", Instance: { } waited, Arguments.Length: > 0 } => IsSame(waited, process),
            IPropertyReferenceOperation { Property.Name: "HasExited", Instance: { } asked } => IsSame(asked, process),
            IInvocationOperation { TargetMethod.Name: "ReadToEnd" or "ReadToEndAsync" or "ReadLine" or "ReadLineAsync", Instance: IPropertyReferenceOperation { Instance: { } read } } call =>
                IsSame(read, process) && call.Syntax.SpanStart < wait.Syntax.SpanStart && (!Types.IsTask(call.Type) || call.Parent is IAwaitOperation || call.Parent is IInvocationOperation { Parent: IAwaitOperation }),
            _ => false,
        });

    private static bool IsSame(IOperation operation, ISymbol variable) => SymbolEqualityComparer.Default.Equals(Variable(operation), variable);

    private static ISymbol? Variable(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        IMemberReferenceOperation reference => reference.Member,
        IConditionalAccessInstanceOperation => Variable(operation.Enclosing<IConditionalAccessOperation>()?.Operation),
        _ => null,
    };
}
