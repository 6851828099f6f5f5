using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>With which exit code the process ends after a handler of the entry point, or of a method it calls.</summary>
internal sealed class ExitCodes
{
    /// <summary>Parts of names under which people end a process.</summary>
    private static readonly string[] EndingNames = ["Exit", "Abort", "Terminate", "Die", "Kill", "Crash", "Fatal", "Fail", "Quit", "Halt", "Panic", "Bail"];

    private readonly Known _known;
    private readonly ApiSet _start;
    private readonly ApiSet _endProcess;
    private readonly HostStartNames _startNames;
    private readonly Summary _startsHost;
    private readonly Summary _reportsFailure;

    public ExitCodes(Known known)
    {
        _known = known;
        _start = known.Calls(HostApis.Start);
        _endProcess = known.Calls(HostApis.EndProcess);
        _startNames = new HostStartNames(known);
        _startsHost = new Summary(known, operation => IsHostStart(operation) ? Answer.Yes : null, _ => Answer.No, depth: 2);
        _reportsFailure = new Summary(known, ReportsFailure, OutOfSight, beyond: Answer.No);
    }

    /// <summary>Whether what Main returns is the exit code: it overrides the property.</summary>
    public bool MainReturnsIt => _known.EntryPoint is { Main: var main } && EntryPoint.ReturnsCode(main);

    /// <summary>Whether the try block of <paramref name="clause"/> builds, starts or runs a host, in code the entry point reaches.</summary>
    public bool HandlesHostStart(ICatchClauseOperation clause) =>
        clause.Parent is ITryOperation attempt
        && _startNames.MayBeIn(attempt.Body)
        && Function(clause) is { } function
        && _known.EntryPoint?.Reaches(function) == true
        && _startsHost.Of(attempt.Body) == Answer.Yes;

    /// <summary>Whether a host is started behind the operation, in the same function of the entry point: what stands there prepares the start.</summary>
    public bool PreparesHostStart(IOperation operation) =>
        _startNames.AreIn(operation.Syntax.SyntaxTree)
        && (operation.EnclosingFunction() ?? operation.Root()).Executed().Any(later => later.Syntax.SpanStart > operation.Syntax.Span.End && IsHostStart(later))
        && Function(operation) is { } function
        && _known.EntryPoint?.Reaches(function) == true;

    /// <summary>Whether some path from the handler ends the process normally, with nothing on it that could make the exit code other than 0.</summary>
    public bool EndsAsSuccess(ICatchClauseOperation clause)
    {
        if (Function(clause) is not { } method || _known.Graphs.Of(method) is not { } graph || _known.Bodies.Of(method) is not { } body) return false;
        if (SetsExitCodeBefore(clause.Parent!, body)) return false;
        return CatchRegions.FirstBlock(graph, body, clause) is { } handler && Succeeds(method, graph, handler, after: null, Handlers.Settles(clause), new(SymbolEqualityComparer.Default));
    }

    /// <summary>Whether a non-zero code is set before the operation.</summary>
    public bool SetsExitCodeBefore(IOperation operation) => SetsExitCodeBefore(operation, operation.Root());

    private bool SetsExitCodeBefore(IOperation operation, IOperation body) =>
        body.Descendants().Any(earlier => earlier.Syntax.Span.End <= operation.Syntax.SpanStart && SetsExitCode(earlier));

    /// <summary>Whether some path from the call on ends the process normally, with nothing on it that could make the exit code other than 0.</summary>
    public bool EndsAsSuccess(IInvocationOperation run) =>
        _known.EntryPoint is not null && Function(run) is { } method && _known.Graphs.Of(method) is { } graph
        && graph.Blocks.FirstOrDefault(candidate => Holds(candidate, run)) is { } block
        && Succeeds(method, graph, block, run, new Dictionary<ISymbol, bool>(SymbolEqualityComparer.Default), new(SymbolEqualityComparer.Default));

    private bool Succeeds(IMethodSymbol method, ControlFlowGraph graph, BasicBlock from, IOperation? after, IReadOnlyDictionary<ISymbol, bool> settled, HashSet<IMethodSymbol> underway)
    {
        if (!Paths.LeaveNormally(graph, from, Ends, value => ReturnsNothing(method) ? !IsFailedTask(value) : IsZero(value), settled, after)) return false;
        if (_known.EntryPoint!.IsMain(method)) return true;
        return underway.Add(method) && _known.EntryPoint.CallsTo(method).Any(call => Succeeds(call, settled, underway));
    }

    private bool Succeeds(EntryPoint.Call call, IReadOnlyDictionary<ISymbol, bool> settled, HashSet<IMethodSymbol> underway)
    {
        // A value goes back to the caller, who may turn it into an exit code.
        if (!ReturnsNothing(call.Target) || _known.Graphs.Of(call.Caller) is not { } graph) return false;
        var block = graph.Blocks.FirstOrDefault(candidate => Holds(candidate, call.Site));
        return block is not null && Succeeds(call.Caller, graph, block, call.Site, settled, underway);
    }

    private static bool Holds(BasicBlock block, IOperation operation) =>
        block.Operations.Any(candidate => candidate.Syntax.Span.Contains(operation.Syntax.Span))
        || block.BranchValue?.Syntax.Span.Contains(operation.Syntax.Span) == true;

    private bool Ends(IOperation operation) =>
        _startsHost.Of(operation) != Answer.No || _reportsFailure.Of(operation) != Answer.No;

    private Answer? ReportsFailure(IOperation operation) => operation switch
    {
        IThrowOperation => IsCertain(operation) ? Answer.Yes : null,
        IAssignmentOperation when SetsExitCode(operation) => Answer.Yes,
        IInvocationOperation call when _endProcess.Has(call.TargetMethod) =>
            call.TargetMethod.Name == "Exit" && IsZero(call.Arguments[0].Value) ? Answer.No : Answer.Yes,
        IInvocationOperation call when call.TargetMethod.NeverReturns() => Answer.Yes,
        IInvocationOperation call when IsGivenException(call) && OutOfSight(call.TargetMethod) == Answer.No && !IsPlain(call.TargetMethod) && _known.Bodies.Of(call.TargetMethod) is null => Answer.Unknown,
        IDynamicInvocationOperation => Answer.Unknown,
        _ => null,
    };

    /// <summary>Whether the throw is what the helper is for, not a guard in it.</summary>
    private static bool IsCertain(IOperation operation)
    {
        for (var around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or ICoalesceOperation or ILoopOperation or ITryOperation) return false;
        }

        return true;
    }

    /// <summary>Code we cannot see ends the process under a name that says so, or when it is handed the exception; anything else does not.</summary>
    private static Answer OutOfSight(IMethodSymbol method) =>
        method.MethodKind == MethodKind.DelegateInvoke || !IsPlain(method) && EndingNames.Any(name => method.Name.IndexOf(name, StringComparison.Ordinal) >= 0)
            ? Answer.Unknown
            : Answer.No;

    /// <summary>The framework and the loggers are known not to touch the exit code.</summary>
    private static bool IsPlain(IMethodSymbol method) =>
        method.ContainingAssembly is { } assembly && (Types.IsFramework(assembly) || assembly.Name is "Serilog" or "NLog" or "log4net");

    private static bool IsGivenException(IInvocationOperation call) =>
        call.Arguments.Any(argument => argument.Value.Bare() is ILocalReferenceOperation { Type: { } type } && IsException(type));

    internal static bool IsException(ITypeSymbol type)
    {
        for (ITypeSymbol? ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }) return true;
        }

        return false;
    }

    private bool IsHostStart(IOperation operation) =>
        operation is IInvocationOperation call && _start.Has(call.TargetMethod);

    /// <summary>What an int Main returns overrides the property, so setting it changes nothing there.</summary>
    private bool SetsExitCode(IOperation operation) =>
        operation is IAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "ExitCode", ContainingType.Name: "Environment" } }, Value: var value }
        && !IsZero(value) && ReturnsNothing(_known.EntryPoint!.Main);

    private static bool IsFailedTask(IOperation value) => value.Bare() is IInvocationOperation { TargetMethod: { Name: "FromException" or "FromCanceled", ContainingType.Name: "Task" or "ValueTask" } };

    private static bool IsZero(IOperation value) => value.ConstantValue is { HasValue: true, Value: 0 };

    private static bool ReturnsNothing(IMethodSymbol method) =>
        method.ReturnsVoid || method.ReturnType is INamedTypeSymbol { IsGenericType: false, Name: "Task" or "ValueTask" };

    /// <summary>The method or local function that holds the clause; lambdas run at another time, for another caller.</summary>
    private IMethodSymbol? Function(IOperation operation) => operation.EnclosingFunction() switch
    {
        ILocalFunctionOperation local => local.Symbol,
        null => operation.EnclosingSymbol() as IMethodSymbol,
        _ => null,
    };
}
