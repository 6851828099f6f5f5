using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What becomes of an exception that a handler caught.</summary>
internal enum CatchVerdict
{
    /// <summary>Thrown on, logged, counted, stored, given to somebody, or out of our sight.</summary>
    Handled,
    /// <summary>The caller gets a value that can mean failure (null, false, empty, a constant), or what failed is closed; nobody learns why.</summary>
    FellBack,
    /// <summary>The code goes on behind the try.</summary>
    Lost,
    /// <summary>The caller gets a value that means success: true, or a completed task.</summary>
    ClaimedSuccess,
}

/// <summary>Judges handlers: by what they do with the failure, not by the type they catch.</summary>
internal sealed class CatchOutcome
{
    /// <summary>Names of helpers out of our sight that stand for telling somebody, or for trying again.</summary>
    private static readonly string[] TellingNames =
        ["log", "report", "notify", "track", "record", "warn", "fail", "abort", "retry", "enqueue", "error", "exception", "trace", "print", "write", "show", "alert", "publish", "send", "reject", "fault", "add", "append", "push", "insert", "set"];

    private readonly Known _known;
    private readonly ApiSet _records;
    private readonly ApiSet _counts;
    private readonly ApiSet _delays;
    private readonly Summary _tells;

    public CatchOutcome(Known known)
    {
        _known = known;
        _records = known.Calls(LoggingApis.Record);
        _counts = known.Calls(LoggingApis.Count);
        _delays = known.Calls(WorkerApis.Delay);
        _tells = new Summary(known, Tells, OutOfSight);
    }

    /// <param name="clause">The handler.</param>
    /// <param name="except">A part of it that does not count.</param>
    public CatchVerdict Of(ICatchClauseOperation clause, IOperation? except = null)
    {
        var result = CatchVerdict.Lost;
        foreach (var operation in clause.Handler.DescendantsAndSelf())
        {
            if (except?.Syntax.Span.Contains(operation.Syntax.Span) == true) continue;
            switch (operation)
            {
                case IThrowOperation:
                case IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IInvalidOperation:
                case IBranchOperation { BranchKind: BranchKind.GoTo }:
                case IReturnOperation { Kind: OperationKind.YieldReturn }:
                case ILocalReferenceOperation local when IsException(local.Local, clause):
                case IAssignmentOperation assignment when !IsOwn(assignment.Target, clause):
                case IIncrementOrDecrementOperation step when !IsOwn(step.Target, clause):
                case IEventReferenceOperation:
                case IInvocationOperation or IObjectCreationOperation when _tells.Of(operation) != Answer.No:
                    return CatchVerdict.Handled;
                case IReturnOperation { ReturnedValue: { } value }:
                    if (OfValue(value) is not { } verdict) return CatchVerdict.Handled;
                    result = result == CatchVerdict.Lost ? verdict : verdict < result ? verdict : result;
                    break;
            }
        }

        return result == CatchVerdict.Lost && BestEffort.OnlyCloses(clause.Handler) ? CatchVerdict.FellBack : result;
    }

    /// <summary>Whether the method itself leaves a trace.</summary>
    public bool IsTelling(IMethodSymbol method) => _records.Has(method) || _counts.Has(method) || IsLoggerMessage(method);

    /// <summary>Asked of the handler and of the helpers it calls: is somebody told?</summary>
    private Answer? Tells(IOperation operation) => operation switch
    {
        IThrowOperation => Answer.Yes,
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

    private static bool IsLoggerMessage(IMethodSymbol method) =>
        method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "LoggerMessageAttribute");

    /// <summary>The verdict of returning <paramref name="value"/>; null when it may carry the failure.</summary>
    private static CatchVerdict? OfValue(IOperation value)
    {
        var bare = value.Bare();
        if (bare.ConstantValue is { HasValue: true, Value: var constant }) return constant is true ? CatchVerdict.ClaimedSuccess : CatchVerdict.FellBack;

        return bare switch
        {
            IDefaultValueOperation => CatchVerdict.FellBack,
            IArrayCreationOperation { Initializer: null or { ElementValues.Length: 0 } } => CatchVerdict.FellBack,
            IObjectCreationOperation { Arguments.Length: 0, Initializer: null, Type: var type } when IsCollection(type) => CatchVerdict.FellBack,
            IInvocationOperation { TargetMethod: { Name: "Empty", Parameters.Length: 0 } } => CatchVerdict.FellBack,
            IFieldReferenceOperation { Field: { Name: "Empty", IsStatic: true } } => CatchVerdict.FellBack,
            IPropertyReferenceOperation { Property: { Name: "CompletedTask", IsStatic: true } } => CatchVerdict.ClaimedSuccess,
            IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" } } call => OfValue(call.Arguments[0].Value),
            ITupleOperation tuple => tuple.Elements.All(element => OfValue(element) is not null) ? CatchVerdict.FellBack : null,
            _ => null,
        };
    }

    private static bool IsCollection(ITypeSymbol? type) =>
        type?.AllInterfaces.Any(contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable) == true;

    private static bool IsException(ILocalSymbol local, ICatchClauseOperation clause) =>
        clause.ExceptionDeclarationOrExpression is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local);

    /// <summary>Whether the target lives and dies in the handler.</summary>
    private static bool IsOwn(IOperation target, ICatchClauseOperation clause) => target switch
    {
        ILocalReferenceOperation { Local: var local } => local.DeclaringSyntaxReferences.Any(reference => clause.Syntax.Span.Contains(reference.Span)),
        IDiscardOperation => true,
        _ => false,
    };
}
