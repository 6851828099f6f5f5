using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Judges handlers: by what they do with the failure, not by the type they catch.</summary>
internal sealed class CatchOutcome
{
    /// <summary>Names of helpers out of our sight that stand for telling somebody, or for trying again.</summary>
    private static readonly string[] TellingNames =
        ["log", "report", "notify", "track", "record", "warn", "fail", "abort", "retry", "enqueue", "error", "exception", "trace", "print", "write", "show", "alert", "publish", "send", "reject", "fault", "add", "append", "push", "insert", "set"];

    private readonly ApiSet _records;
    private readonly ApiSet _counts;
    private readonly ApiSet _delays;
    private readonly LogCalls _logs;
    private readonly Summary _tells;
    private readonly ConditionalWeakTable<ICatchClauseOperation, Outcome> _outcomes = new();

    public CatchOutcome(Known known)
    {
        _records = known.Calls(LoggingApis.Record);
        _counts = known.Calls(LoggingApis.Count);
        _delays = known.Calls(WorkerApis.Delay);
        _logs = known.LogCalls;
        _tells = new Summary(known, Tells, OutOfSight);
    }

    /// <summary>The verdict on a handler; kept, because several rules ask.</summary>
    public Outcome Of(ICatchClauseOperation clause) => _outcomes.GetValue(clause, key => Judge(key, except: null));

    /// <summary>The verdict on what else a handler does, with <paramref name="part"/> left out.</summary>
    public Outcome Without(IOperation part, ICatchClauseOperation clause) => Judge(clause, except: part);

    private Outcome Judge(ICatchClauseOperation clause, IOperation? except)
    {
        var exception = new CaughtException(clause, _logs);
        var (logged, aftermath, isCarried, logs) = (CatchVerdict.Lost, (Aftermath?)null, false, new List<LogCall>());
        // Nothing is above a throw: where there is one, what helpers do need not be known.
        var otherwise = clause.Handler.Descendants().Any(operation => operation is IThrowOperation && !IsLeftOut(operation)) ? CatchVerdict.Propagated : CatchVerdict.Lost;
        foreach (var operation in clause.Handler.DescendantsAndSelf())
        {
            if (IsLeftOut(operation)) continue;
            var here = CatchVerdict.Lost;
            switch (operation)
            {
                case IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IInvalidOperation:
                case IBranchOperation { BranchKind: BranchKind.GoTo }:
                case IReturnOperation { Kind: OperationKind.YieldReturn }:
                    // Out of our sight.
                    here = CatchVerdict.Converted;
                    break;
                case ILocalReferenceOperation local when exception.Is(local.Local):
                    here = exception.Of(local) switch
                    {
                        CaughtException.Use.Carried => CatchVerdict.Converted,
                        CaughtException.Use.Decides => CatchVerdict.Noted,
                        _ => CatchVerdict.Lost,
                    };
                    break;
                case IAssignmentOperation { Target: var target } when Marks.CanBeSeen(target, clause):
                case IIncrementOrDecrementOperation { Target: var counter } when Marks.CanBeSeen(counter, clause):
                    here = CatchVerdict.Noted;
                    break;
                case IEventReferenceOperation:
                    here = CatchVerdict.Recorded;
                    break;
                case IInvocationOperation call when _logs.Read(call, exception) is { } log:
                    logs.Add(log);
                    if (!log.IsBelowNotice) logged = CatchVerdict.Recorded;
                    else if (logged == CatchVerdict.Lost) logged = CatchVerdict.Degraded;
                    isCarried |= log.Level != LogLevel.CompiledOut && log.Kept >= Kept.Text;
                    break;
                case IInvocationOperation or IObjectCreationOperation when otherwise < CatchVerdict.Recorded && _tells.Of(operation) != Answer.No:
                    here = CatchVerdict.Recorded;
                    break;
                case IReturnOperation { ReturnedValue: { } value }:
                    if (FailureValues.Of(value) is not { } returned) here = CatchVerdict.Noted;
                    else if (aftermath is null || returned < aftermath) aftermath = returned;
                    break;
            }

            if (here > otherwise) otherwise = here;
        }

        // Nobody asks how the code goes on from what is not lost.
        if (otherwise == CatchVerdict.Lost && aftermath is null && BestEffort.OnlyCloses(clause.Handler)) aftermath = Aftermath.FallsBack;
        return new Outcome(logged > otherwise ? logged : otherwise, otherwise, aftermath ?? Aftermath.GoesOn, isCarried || otherwise >= CatchVerdict.Converted, logs);

        bool IsLeftOut(IOperation operation) => except?.Syntax.Span.Contains(operation.Syntax.Span) == true;
    }

    /// <summary>Whether the method itself leaves a trace.</summary>
    public bool IsTelling(IMethodSymbol method) => (_records.Has(method) || _counts.Has(method) || _logs.IsLoggerMessage(method)) && !LogCalls.IsCompiledOut(method);

    /// <summary>Whether the code, or what it calls, tells somebody or leaves our sight.</summary>
    public bool MayTell(IOperation code) => _tells.Of(code) != Answer.No;

    /// <summary>Asked of the handler and of the helpers it calls: is somebody told?</summary>
    private Answer? Tells(IOperation operation) => operation switch
    {
        IThrowOperation => Answer.Yes,
        IInvocationOperation call when LogCalls.IsCompiledOut(call.TargetMethod) => Answer.No,
        IInvocationOperation call when IsTelling(call.TargetMethod) || call.TargetMethod.NeverReturns() => Answer.Yes,
        IInvocationOperation call when _delays.Has(call.TargetMethod) => Answer.No,
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } => Answer.Unknown,
        IAssignmentOperation { Target: IMemberReferenceOperation or IParameterReferenceOperation } => Answer.Unknown,
        IIncrementOrDecrementOperation { Target: IMemberReferenceOperation or IParameterReferenceOperation } => Answer.Unknown,
        IObjectCreationOperation => Answer.No,
        _ => null,
    };

    private static Answer OutOfSight(IMethodSymbol method)
    {
        if (BestEffort.IsCleanUp(method) || method.Name is "ConfigureAwait" or "GetAwaiter" or "GetResult") return Answer.No;
        if (method.MethodKind is MethodKind.PropertyGet) return Answer.No;
        if (TellingNames.Any(name => method.Name.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0)) return Answer.Yes;
        // A framework helper that is not a sink tells nobody; a helper of somebody else may.
        return method.ContainingAssembly is { } assembly && assembly.Name.StartsWith("System.", StringComparison.Ordinal) ? Answer.No : Answer.Unknown;
    }
}
