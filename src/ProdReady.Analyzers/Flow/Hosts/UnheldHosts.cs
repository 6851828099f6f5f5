using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Hosts that the entry point starts and then leaves behind: it returns, and the process ends with it.</summary>
internal sealed class UnheldHosts(Known known)
{
    /// <summary>What may follow without holding the process up.</summary>
    private static readonly string[] Passing = ["Dispose", "DisposeAsync", "CloseAndFlush", "CloseAndFlushAsync", "Flush", "Shutdown", "ToString", "ConfigureAwait", "GetAwaiter", "GetResult"];

    private readonly ApiSet _run = known.Calls(HostApis.RunAsync);
    private readonly ApiSet _start = known.Calls(HostApis.StartOnly);
    private readonly ApiSet _record = known.Calls(LoggingApis.Record);

    public bool None => _run.None && _start.None;

    /// <summary>The calls after which the entry point comes to its end.</summary>
    public IEnumerable<(IInvocationOperation Call, bool IsRun)> In(Body body)
    {
        if (!SymbolEqualityComparer.Default.Equals(known.Compilation.GetEntryPoint(default), body.Owner)) yield break;
        var calls = body.Block.Executed().OfType<IInvocationOperation>().ToArray();
        foreach (var call in calls)
        {
            var isRun = _run.Has(call.TargetMethod) && IsDropped(call);
            if ((isRun || _start.Has(call.TargetMethod) && IsStatement(call)) && call.Enclosing<ILoopOperation>() is null && !calls.Any(other => Holds(other, call))) yield return (call, isRun);
        }
    }

    /// <summary>Whether another call may keep the process alive: any behind that is not known to pass, and a thread of its own.</summary>
    private bool Holds(IInvocationOperation other, IInvocationOperation call)
    {
        if (other.TargetMethod is { Name: "Start", ContainingType.Name: "Thread" }) return true;
        if (other.Syntax.SpanStart < call.Syntax.Span.End || other.Syntax.Span.Contains(call.Syntax.Span)) return false;
        if (other.Enclosing<ICatchClauseOperation>() is not null) return false;
        return !_record.Has(other.TargetMethod) && !Passing.Contains(other.TargetMethod.Name) && other.TargetMethod.ContainingType is not { Name: "Console", ContainingNamespace.Name: "System" }
            || other.TargetMethod is { ContainingType.Name: "Console", Name: "Read" or "ReadLine" or "ReadKey" };
    }

    private static bool IsDropped(IInvocationOperation call) => Outer(call) is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };

    /// <summary>Whether the call is a statement by itself, awaited or not.</summary>
    private static bool IsStatement(IInvocationOperation call)
    {
        var outer = Outer(call);
        while (outer is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "Wait" or "GetResult" or "GetAwaiter" or "ConfigureAwait" }) outer = outer.Parent;
        return outer is IExpressionStatementOperation || outer is ISimpleAssignmentOperation { Target: IDiscardOperation };
    }

    private static IOperation? Outer(IOperation call)
    {
        var parent = call.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }) parent = parent.Parent;
        return parent;
    }
}
