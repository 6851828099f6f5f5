using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Where a hosted type, told to stop, waits for its own work, a signal, a thread or a program without its token and without a timeout.</summary>
internal sealed class StopStalls(Known known)
{
    private readonly OngoingWork _ongoing = new(known);
    private readonly Tokens _tokens = known.Tokens;
    private readonly Origins _origins = known.Origins;
    private readonly Blocking _blocking = known.Blocking;
    private readonly UncancelledWaits _uncancelled = new(known);
    private readonly EndlessWaits _endless = new(known, known.HostedCode);
    private readonly PollingLoops _polls = new(known);
    private readonly ApiSet _combine = known.Calls(WaitApis.Combine);
    private readonly ApiSet _tellDone = known.Calls(WaitApis.TellDone);
    private readonly ApiSet _onCancelled = known.Calls(WorkerApis.OnCancelled);
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyList<StopStall>> _found = new(SymbolEqualityComparer.Default);

    /// <summary>In the order of the code; only what is written in the type itself, not in its bases.</summary>
    public IReadOnlyList<StopStall> In(HostedType type) => _found.GetOrAdd(type.Type, _ => Find(type).ToArray());

    /// <summary>Whether the operation is one of them, as far as it stands in a hosted type.</summary>
    public bool Has(IOperation operation) =>
        known.Hosted.Of(operation.EnclosingType()) is { } type
        && In(type).Any(stall => stall.Where.Syntax.SyntaxTree == operation.Syntax.SyntaxTree && stall.Where.Syntax.Span == operation.Syntax.Span);

    private IEnumerable<StopStall> Find(HostedType type)
    {
        var seen = new HashSet<SyntaxNode>();
        foreach (var part in type.In(HostedPhase.Stop))
        {
            if (part.IsBeside || !SymbolEqualityComparer.Default.Equals((part.Function ?? part.Entry).ContainingType?.OriginalDefinition, type.Type)) continue;
            // Who has something done when the token is cancelled has that end the wait.
            if (part.Code.Descendants().Any(operation => operation is IInvocationOperation call && _onCancelled.Has(call.TargetMethod))) continue;
            foreach (var operation in known.Callees.Executed(part.Code))
            {
                if (At(operation, type) is { } stall && seen.Add(stall.Where.Syntax) && !IsWatched(stall.Subject, part.Code)) yield return stall;
            }
        }
    }

    /// <summary>In a callback that the host runs when it stops, outside of a hosted type: waits for a signal, a thread, a program, or a task that a variable holds.</summary>
    public IEnumerable<StopStall> In(IAnonymousFunctionOperation callback)
    {
        foreach (var operation in known.Callees.Executed(callback.Body))
        {
            if (operation is IInvocationOperation call && _endless.At(call) is { } wait && !_endless.IsForWork(call)) yield return new StopStall(call, call, wait.For, true);
            else if (_blocking.At(operation) is { For: WaitsFor.Task, HasEnd: false, Limit: null } && Waited(operation)?.Bare() is (ILocalReferenceOperation or IMemberReferenceOperation) and { } task && Types.IsTask(task.Type)) yield return new StopStall(operation, task, WaitsFor.Task, false);
        }
    }

    private StopStall? At(IOperation operation, HostedType type)
    {
        switch (operation)
        {
            case IAwaitOperation awaited:
                return OfTask(awaited.Operation, operation, type);
            case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } task } when Types.IsTask(task.Type) && !operation.IsInAsyncCode():
                return OfTask(task, operation, type);
            case IWhileLoopOperation loop when _polls.EndlessCondition(loop) is { } condition:
                return new StopStall(loop, condition, WaitsFor.Signal, true);
            case IInvocationOperation call when _endless.At(call) is { } wait && !_endless.IsForWork(call):
                return new StopStall(call, call, wait.For, true);
            case IInvocationOperation { TargetMethod.Name: "Wait" } call when IsSignal(call):
                return new StopStall(call, call, WaitsFor.Signal, true);
        }

        return _blocking.At(operation) is { For: WaitsFor.Task, HasEnd: false, Limit: null } ? OfTask(Waited(operation), operation, type) : null;
    }

    /// <summary>What a blocking call waits for.</summary>
    private static IOperation? Waited(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Instance: { } task } => task,
        IInvocationOperation { TargetMethod.Name: "GetResult", Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } task } } => task,
        IInvocationOperation { Instance: { } task } => task,
        _ => operation,
    };

    private StopStall? OfTask(IOperation? task, IOperation where, HostedType type)
    {
        switch (task?.Bare())
        {
            case ICoalesceOperation either:
                return OfTask(either.Value, where, type);
            case IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } kept when Types.IsTask(kept.Type):
                return Beginnings(kept.Member, type) is { } begun ? new StopStall(where, kept, WaitsFor.Task, begun.Any(_uncancelled.Begins)) : null;
            case IPropertyReferenceOperation { Property: { Name: "Task", ContainingType.Name: "TaskCompletionSource" }, Instance: IMemberReferenceOperation { Instance: IInstanceReferenceOperation } } signal:
                return new StopStall(where, signal, WaitsFor.Signal, true);
            case IInvocationOperation { TargetMethod.Name: "StopAsync", Instance.Syntax: BaseExpressionSyntax } call when known.Hosted.IsWorker(type.Type) && !_tokens.IsGivenToken(call):
                return new StopStall(where, call, WaitsFor.Task, type.In(HostedPhase.Work).Any(part => _uncancelled.In(part.Code)));
            case IInvocationOperation { TargetMethod: { Name: "WaitForExitAsync", ContainingType.Name: "Process" } } call when !_tokens.IsGivenToken(call):
                return new StopStall(where, call, WaitsFor.Process, true);
            case IInvocationOperation call when IsSignal(call):
                return new StopStall(where, call, WaitsFor.Signal, true);
            case IInvocationOperation call when _combine.Has(call.TargetMethod) && call.TargetMethod.Name is "WhenAll" or "WaitAll":
                return call.Arguments.SelectMany(argument => argument.Descendants()).OfType<IMemberReferenceOperation>()
                    .Select(kept => IsOwnCollection(kept, type) ? new StopStall(where, call, WaitsFor.Task, false) : OfTask(kept, where, type) is { } stall ? stall with { Subject = call } : null)
                    .FirstOrDefault(stall => stall is not null);
            default:
                return null;
        }
    }

    /// <summary>Whether a semaphore that is made with no permit is waited for: one with permits is a lock.</summary>
    private bool IsSignal(IInvocationOperation call) =>
        call is { TargetMethod: { Name: "Wait" or "WaitAsync", ContainingType.Name: "SemaphoreSlim" }, Instance: { } semaphore } && call.Arguments.All(argument => argument.ArgumentKind == ArgumentKind.DefaultValue)
        && _origins.Of(semaphore) is { Count: > 0 } origins && origins.All(LockRoles.BeginsEmpty);

    /// <summary>The calls by which the type begins the work whose task it keeps; null when there is none.</summary>
    private IInvocationOperation[]? Beginnings(ISymbol kept, HostedType type)
    {
        if (kept is { Name: "ExecuteTask", ContainingType.Name: "BackgroundService" }) return [];
        if (!IsAssigned(kept, type)) return null;
        var begun = type.Executed(HostedPhase.Start | HostedPhase.Work).OfType<IAssignmentOperation>()
            .Where(assignment => assignment.Target is IMemberReferenceOperation target && SymbolEqualityComparer.Default.Equals(target.Member.OriginalDefinition, kept.OriginalDefinition))
            .Select(assignment => OngoingWork.Beginning(assignment.Value))
            .OfType<IInvocationOperation>()
            .Where(_ongoing.Begins)
            .ToArray();
        return begun.Length == 0 ? null : begun;
    }

    /// <summary>Whether anything is assigned to a member of the name. The cheap question that comes before the start and the work are walked.</summary>
    private bool IsAssigned(ISymbol kept, HostedType type) => known.Parts(type.Type).SelectMany(part => part.DescendantNodes())
        .Any(node => node is AssignmentExpressionSyntax { Left: var target, Right: not LiteralExpressionSyntax } && Names.Is(target, kept.Name));

    private static bool IsOwnCollection(IMemberReferenceOperation reference, HostedType type) =>
        reference.Instance is IInstanceReferenceOperation
        && (reference.Type is IArrayTypeSymbol { ElementType: var element } ? Types.IsTask(element) : reference.Type is INamedTypeSymbol { TypeArguments: { Length: 1 } arguments } && reference.Type.Name is "List" or "ConcurrentBag" or "IReadOnlyList" or "IEnumerable" && Types.IsTask(arguments[0]))
        && type.In(HostedPhase.Start | HostedPhase.Work).Any(part => part.Code.Descendants().Any(operation => operation is IMemberReferenceOperation other && SymbolEqualityComparer.Default.Equals(other.Member, reference.Member)));

    /// <summary>Whether the same code asks if it is done, or waits for it with an end besides.</summary>
    private bool IsWatched(IOperation subject, IOperation code)
    {
        if (subject.DescendantsAndSelf().OfType<IMemberReferenceOperation>().FirstOrDefault(reference => reference.Instance is null or IInstanceReferenceOperation) is not { Member: var member }) return false;
        return code.Descendants().Any(operation => operation switch
        {
            IInvocationOperation { TargetMethod.Name: "WhenAny" or "WaitAny" or "Abort" or "Interrupt" or "Kill" } call => Mentions(call, member),
            IInvocationOperation { TargetMethod.Name: "Wait" or "WaitAsync" or "Join" or "WaitOne" or "WaitForExit", Arguments.Length: > 0 } call => Mentions(call, member),
            IPropertyReferenceOperation { Instance: { } asked } property => _tellDone.Has(property.Property) && Mentions(asked, member),
            _ => false,
        });
    }

    private static bool Mentions(IOperation code, ISymbol member) =>
        code.DescendantsAndSelf().Any(operation => operation is IMemberReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Member, member));
}
