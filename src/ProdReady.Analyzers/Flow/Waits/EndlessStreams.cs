using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Work that goes on for ever without the word <c>while</c>: a stream of this compilation that never ends, a method that calls itself as its last act.</summary>
internal sealed class EndlessStreams(Known known)
{
    /// <summary>Whether the loop reads such a stream, and does not leave it.</summary>
    public bool Goes(IForEachLoopOperation each) =>
        each.Collection.Bare() is IInvocationOperation { TargetMethod: var source } && known.Implementations.Target(source) is { } target && known.Bodies.Of(target) is { } body
        && body.Executed().OfType<ILoopOperation>().Any(loop => Loops.HasNoCondition(loop) && !IsLeft(loop))
        && !IsLeft(each);

    /// <summary>Whether a method calls itself on every way through it, and waits for that.</summary>
    public static bool CallsItself(IInvocationOperation call)
    {
        if (call.EnclosingFunction() is not null || !WorkerCode.IsWaitedFor(call)) return false;
        if (call.EnclosingSymbol() is not IMethodSymbol method || !SymbolEqualityComparer.Default.Equals(method, call.TargetMethod.OriginalDefinition)) return false;
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or ILoopOperation or ICatchClauseOperation or ICoalesceOperation or IConditionalAccessOperation) return false;
        }

        return !call.Root().Executed().Any(operation => operation is IReturnOperation { Kind: OperationKind.Return } early && early.Syntax.Span.End <= call.Syntax.SpanStart);
    }

    /// <summary>Whether the loop is left; a <c>yield return</c> comes back.</summary>
    private static bool IsLeft(ILoopOperation loop) => loop.Body.Executed().Any(operation => operation switch
    {
        IReturnOperation { Kind: OperationKind.YieldReturn } => false,
        IReturnOperation => true,
        IBranchOperation { BranchKind: BranchKind.Break } branch => SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel),
        IBranchOperation { BranchKind: BranchKind.GoTo } => true,
        _ => false,
    });
}
