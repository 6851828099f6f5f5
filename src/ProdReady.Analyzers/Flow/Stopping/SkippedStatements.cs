using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What an exception of cancellation skips on its way out of a statement, as far as nobody has provided for it.</summary>
internal sealed class SkippedStatements(Known known)
{
    private readonly LogCalls _logs = known.LogCalls;

    /// <summary>The calls with an effect behind <paramref name="statement"/>. None where a finally or a handler on the way does something itself.</summary>
    public IReadOnlyList<IInvocationOperation> Behind(IOperation statement)
    {
        var skipped = new List<IInvocationOperation>();
        for (var (inner, outer) = (statement, statement.Parent); outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation or IMethodBodyBaseOperation or ILoopOperation or ISwitchCaseOperation); (inner, outer) = (outer, outer.Parent))
        {
            if (outer is IBlockOperation block) skipped.AddRange(block.Operations.SkipWhile(sibling => sibling != inner).Skip(1).SelectMany(Operations.Executed).OfType<IInvocationOperation>().Where(HasEffect));
            if (outer is not ITryOperation attempt) continue;
            if (inner != attempt.Body || attempt.Finally is { } final && Acts(final)) return [];
            if (attempt.Catches.FirstOrDefault(TakesCancellation) is not { } handler) continue;
            // Behind the handler the code goes on.
            return Acts(handler.Handler) ? [] : skipped;
        }

        return skipped;
    }

    private bool Acts(IBlockOperation block) => block.Executed().Any(operation => operation is IInvocationOperation call && HasEffect(call) || operation is IThrowOperation { Exception: not null });

    private static bool TakesCancellation(ICatchClauseOperation clause) =>
        CancellationEffects.IsCancellation(clause.ExceptionType) || Handlers.CatchesEverything(clause) && (clause.Filter is null || !Handlers.OnlyExcludes(clause.Filter));

    /// <summary>Not counted: log lines, what the end of the process does as well (dispose), and what the framework only computes.</summary>
    private bool HasEffect(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (_logs.IsLog(method) || method.Name.StartsWith("Log", StringComparison.Ordinal)) return false;
        if (method.Name is "Dispose" or "DisposeAsync" or "ConfigureAwait" or "Cancel" or "CancelAsync" or "Delay" or "ThrowIfCancellationRequested" or "FromResult" || method.ContainingType.Name is "Console" or "Debug" or "Trace" or "Activity") return false;
        return Types.IsTask(method.ReturnType) || !Types.IsFramework(method.ContainingAssembly) || method.ContainingType.Name is "File" or "Directory" or "Stream" or "TextWriter" or "StreamWriter" or "FileStream";
    }
}
