using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether the process ends behind a log entry before anything flushes the log: at the end of the entry point, or by a call that ends it.</summary>
internal sealed class UnflushedEnds
{
    /// <summary>Parts of names under which helpers elsewhere may flush, or end the process in a way of their own.</summary>
    private static readonly string[] ClosingNames = ["Flush", "Close", "Shutdown", "Dispose", "Exit", "Terminate", "Die"];

    /// <summary>Calls that take no time worth mentioning.</summary>
    private static readonly string[] QuickTypes = ["Console", "Environment", "Exception", "Path", "String", "TextWriter"];
    private static readonly string[] QuickNames = ["Dispose", "DisposeAsync", "ConfigureAwait", "ToString"];

    private readonly Known _known;
    private readonly LogCalls _logs;
    private readonly ApiSet _flush;
    private readonly ApiSet _endProcess;
    private readonly Summary _flushes;
    private readonly Lazy<bool> _flushedByOthers;

    public UnflushedEnds(Known known)
    {
        _known = known;
        _logs = known.LogCalls;
        _flush = known.Calls(LogSinkApis.Flush);
        _endProcess = known.Calls(HostApis.EndProcess);
        _flushes = new Summary(known, operation => operation is IInvocationOperation call && Flushes(call) ? Answer.Yes : null, OutOfSight, beyond: Answer.Unknown);
        _flushedByOthers = new(FlushedByOthers);
    }

    /// <summary>Whether the code belongs to the entry point, and nobody flushes when the process ends, whatever way it takes.</summary>
    public bool Concerns(IInvocationOperation log) =>
        Function(log) is { } function && _known.EntryPoint?.Reaches(function) == true && !_flushedByOthers.Value;

    /// <summary>Whether some way from the entry leads to the end of the entry point.</summary>
    public bool AtEnd(IInvocationOperation log) => Function(log) is { } method && Ends(method, log, new(SymbolEqualityComparer.Default));

    /// <summary>The call in the same handler that ends the process there and then: no finally runs. Null when there is none, or the log is flushed before it.</summary>
    public IInvocationOperation? AtCall(IInvocationOperation log)
    {
        if (log.Enclosing<ICatchClauseOperation>() is not { } clause) return null;
        foreach (var operation in clause.Handler.Executed().Where(operation => operation.Syntax.SpanStart > log.Syntax.SpanStart))
        {
            if (operation is not IInvocationOperation call) continue;
            if (_endProcess.Has(call.TargetMethod)) return call;
            if (_flushes.Of(call) != Answer.No || !IsQuick(call.TargetMethod)) return null;
        }

        return null;
    }

    private bool Ends(IMethodSymbol method, IOperation from, HashSet<IMethodSymbol> underway)
    {
        if (_known.Graphs.Of(method) is not { } graph || Block(graph, from) is not { } block) return false;
        if (!Paths.LeaveNormally(graph, block, Stops, _ => true, new Dictionary<ISymbol, bool>(SymbolEqualityComparer.Default), from)) return false;
        return _known.EntryPoint!.IsMain(method) || underway.Add(method) && _known.EntryPoint.CallsTo(method).Any(call => Ends(call.Caller, call.Site, underway));
    }

    /// <summary>Also by anything that may take its time, as the run of the host does: meanwhile the entry is written.</summary>
    private bool Stops(IOperation operation) =>
        _flushes.Of(operation) != Answer.No || operation.DescendantsAndSelf().Any(part => part is IInvocationOperation call && !IsQuick(call.TargetMethod));

    private bool IsQuick(IMethodSymbol method) =>
        !_endProcess.Has(method) && !method.NeverReturns()
        && (_logs.IsLog(method) || QuickNames.Contains(method.Name) || method.ContainingAssembly is { } assembly && Types.IsFramework(assembly) && QuickTypes.Contains(method.ContainingType.Name));

    private static BasicBlock? Block(ControlFlowGraph graph, IOperation operation) => graph.Blocks.FirstOrDefault(block =>
        block.Operations.Any(candidate => candidate.Syntax.Span.Contains(operation.Syntax.Span)) || block.BranchValue?.Syntax.Span.Contains(operation.Syntax.Span) == true);

    /// <summary>Also the end of a <c>using</c>, which the graph writes as a call on a converted value.</summary>
    private bool Flushes(IInvocationOperation call) =>
        _flush.Has(call.TargetMethod) || call.TargetMethod.Name is "Dispose" or "DisposeAsync" && call.Instance?.Bare().Type is { Name: "Logger" or "LogFactory", ContainingNamespace: var space } && space.ToDisplayString() is "Serilog.Core" or "NLog";

    private static Answer OutOfSight(IMethodSymbol method) =>
        method.MethodKind == MethodKind.DelegateInvoke
        || method.ContainingAssembly is { } assembly && !Types.IsFramework(assembly) && assembly.Name is not ("Serilog" or "NLog") && ClosingNames.Any(name => method.Name.IndexOf(name, StringComparison.Ordinal) >= 0)
            ? Answer.Unknown
            : Answer.No;

    /// <summary>Whether somebody is handed a function that flushes: an event of the process, a callback of the host.</summary>
    private bool FlushedByOthers() =>
        _known.Compilation.SyntaxTrees.Any(tree =>
            SourceSearch.Text(tree) is var text && (text.Contains("CloseAndFlush") || text.Contains("LogManager"))
            && tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Any(name =>
                name.Identifier.ValueText is "CloseAndFlush" or "CloseAndFlushAsync" or "Shutdown" or "Flush"
                && (name.Ancestors().OfType<AnonymousFunctionExpressionSyntax>().Any() || !IsCalled(name))));

    private static bool IsCalled(SimpleNameSyntax name) =>
        (name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access.Parent : name.Parent) is InvocationExpressionSyntax;

    /// <summary>The method or local function that holds the operation; lambdas run at another time.</summary>
    private static IMethodSymbol? Function(IOperation operation) => operation.EnclosingFunction() switch
    {
        ILocalFunctionOperation local => local.Symbol,
        null => operation.EnclosingSymbol() as IMethodSymbol,
        _ => null,
    };
}
