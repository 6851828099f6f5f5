using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The outermost places at which a failure can still be told of: behind them there is only the end of the worker, the message, the callback or the process.</summary>
internal sealed class Boundaries
{
    private static readonly string[] CallbackTypes = ["TimerCallback", "WaitCallback", "ThreadStart", "ParameterizedThreadStart", "ElapsedEventHandler"];

    private readonly Known _known;
    private readonly WorkerLoops _loops;
    private readonly WorkerPaths _workers;
    private readonly Deliveries _deliveries;
    private readonly ExitCodes _exits;
    private readonly FailedMessages _messages;
    private readonly ApiSet _acks;
    private readonly ApiSet _rejects;
    private readonly ApiSet _endProcess;
    private readonly ApiSet _runOnPool;
    private readonly IMethodSymbol? _main;

    public Boundaries(Known known)
    {
        _known = known;
        _loops = known.WorkerLoops;
        _workers = new WorkerPaths(known, _loops);
        _deliveries = new Deliveries(known);
        _exits = known.ExitCodes;
        _messages = new FailedMessages(known);
        _acks = known.Calls(BrokerApis.Acknowledge);
        _rejects = known.Calls(BrokerApis.Reject);
        _endProcess = known.Calls(HostApis.EndProcess);
        _runOnPool = known.Calls(BackgroundApis.RunOnPool);
        _main = known.Compilation.GetEntryPoint(default);
    }

    /// <summary>Whether the handler is at such a place, and what it does with the failure is right there.</summary>
    public bool IsAt(ICatchClauseOperation clause, ITryOperation attempt)
    {
        if (LosesMessage(clause)) return false;
        if (IsRoundOfWorker(attempt)) return true;
        if (!IsOutermost(attempt) || attempt.EnclosingSymbol() is not IMethodSymbol function) return false;
        if (VoidFunctions.IsUserInterface(function.ContainingType)) return false;
        return attempt.EnclosingFunction() is IAnonymousFunctionOperation lambda
            ? IsCallback(lambda) || IsLeftAlone(lambda) || RejectsMessage(clause)
            : SymbolEqualityComparer.Default.Equals(function, _main) ? TellsTheShell(clause)
            : function is { IsAsync: true, ReturnsVoid: true } || RejectsMessage(clause) || IsOnlyEnteredThere(function);
    }

    /// <summary>Whether a failure that leaves the attempt would end a worker's loop: nothing else on the way takes it.</summary>
    private bool IsRoundOfWorker(IOperation attempt)
    {
        for (var parent = attempt.Parent; parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); parent = parent.Parent)
        {
            if (parent is ITryOperation { Catches.IsEmpty: false }) return false;
            if (parent is ILoopOperation loop && _loops.IsWorkerLoop(loop)) return _workers.Of(loop) is not (Ending.Elsewhere or Ending.Unclear);
        }

        return false;
    }

    /// <summary>Whether the attempt is a statement of its function, in no other block than those that dispose something.</summary>
    private static bool IsOutermost(IOperation attempt)
    {
        var parent = attempt.Parent;
        while (parent is IBlockOperation { Parent: IUsingOperation or ITryOperation { Catches.IsEmpty: true } } block) parent = block.Parent!.Parent;
        return parent is IBlockOperation { Parent: IMethodBodyBaseOperation or IAnonymousFunctionOperation or ILocalFunctionOperation or null };
    }

    private static bool IsCallback(IOperation function)
    {
        if (function is IAnonymousFunctionOperation { Symbol: { IsAsync: true, ReturnsVoid: true } }) return true;
        return function.Parent is IDelegateCreationOperation { Type.Name: var type } && CallbackTypes.Contains(type);
    }

    /// <summary>Whether the lambda runs on the pool, and nobody holds its task.</summary>
    private bool IsLeftAlone(IOperation function) =>
        Callees.Taker(function) is { } call && _runOnPool.Has(call.TargetMethod) && IsDropped(call);

    private static bool IsDropped(IInvocationOperation call) =>
        call.Enclosing<IExpressionStatementOperation>() is { } statement && Dropped.Task(statement)?.Syntax == call.Syntax;

    /// <summary>Whether whoever enters the function is a worker's loop, a timer or a thread, or lets its task go. Only its own type may be able to call it.</summary>
    private bool IsOnlyEnteredThere(IMethodSymbol function)
    {
        if (function.MethodKind != MethodKind.LocalFunction && (function.MethodKind != MethodKind.Ordinary || function.DeclaredAccessibility != Accessibility.Private)) return false;
        var uses = new MembersByText(function.ContainingType, _known.Bodies).Mention(function.Name)
            .SelectMany(member => member.Body.Descendants())
            .Where(operation => operation is IInvocationOperation { TargetMethod: var called } && Callers.AreSame(called, function) || operation is IMethodReferenceOperation { Method: var handed } && Callers.AreSame(handed, function))
            .ToArray();
        return uses.Length > 0 && uses.All(use => use is IInvocationOperation call
            ? IsDropped(call) || IsRoundOfWorker(call) || IsAllOfCallback(call)
            : IsCallback(use) || IsLeftAlone(use));
    }

    /// <summary>Whether the call is all that a callback does: <c>_ => Tick()</c>.</summary>
    private static bool IsAllOfCallback(IInvocationOperation call) =>
        call.EnclosingFunction() is IAnonymousFunctionOperation { Body.Operations: var statements } lambda && IsCallback(lambda)
        && statements.Count(statement => statement is not IReturnOperation { ReturnedValue: null }) == 1;

    /// <summary>Whether the message whose handling failed is acknowledged all the same.</summary>
    private bool LosesMessage(ICatchClauseOperation clause) =>
        !_acks.None && (clause.EnclosingFunction() ?? clause.Root()).Descendants().OfType<IInvocationOperation>()
            .Any(call => _acks.Has(call.TargetMethod) && _messages.Loses(call)?.Handler?.Syntax == clause.Syntax);

    /// <summary>Whether the message is put aside, on each path, and not delivered in a circle.</summary>
    private bool RejectsMessage(ICatchClauseOperation clause) =>
        clause.Handler.Operations.Any(statement => statement is IExpressionStatementOperation { Operation: var operation } && operation.Bare() is IInvocationOperation call && _rejects.Has(call.TargetMethod)
            && call.Argument("requeue") is { ConstantValue: { HasValue: true, Value: false } })
        && _deliveries.EndAt(clause);

    /// <summary>Whether the process ends with an exit code that says that it failed.</summary>
    private bool TellsTheShell(ICatchClauseOperation clause) =>
        clause.Handler.Operations.Any(statement => statement switch
        {
            IReturnOperation { ReturnedValue: { } code } => IsFailure(code),
            IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "ExitCode", ContainingType.Name: "Environment" } }, Value: var code } } => IsFailure(code),
            IExpressionStatementOperation { Operation: IInvocationOperation call } => _endProcess.Has(call.TargetMethod) && call.Arguments.Length > 0 && (call.TargetMethod.Name != "Exit" || IsFailure(call.Arguments[0].Value)),
            _ => false,
        })
        && !_exits.EndsAsSuccess(clause);

    private static bool IsFailure(IOperation code) => code.Bare() is { ConstantValue: { HasValue: true, Value: not 0 and not null } };
}
