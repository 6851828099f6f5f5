using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Where a queue is completed, which says that it is to be read to the end, and its reader is cancelled in the same breath.</summary>
internal sealed class QueueCutOffs(Known known, WorkQueues queues)
{
    private readonly TokenKeys _keys = known.TokenKeys;
    private readonly ApiSet _complete = known.Calls(QueueApis.Complete);

    /// <summary>The completion that <paramref name="cancel"/> makes void; null when something waits for the reader in between, or the source is not that of the reader.</summary>
    public IInvocationOperation? MadeVoidBy(IInvocationOperation cancel)
    {
        if (cancel.TargetMethod is not { Name: "Cancel" or "CancelAsync", ContainingType.Name: "CancellationTokenSource" } || _keys.Key(cancel.Instance) is not { Variable: IFieldSymbol } source) return null;
        return Statement(cancel) is { Parent: IBlockOperation block } statement ? Before(statement, block, source, cancel) : null;
    }

    private IInvocationOperation? Before(IOperation statement, IBlockOperation block, TokenKey source, IInvocationOperation cancel)
    {
        foreach (var earlier in block.Operations.TakeWhile(sibling => sibling != statement).Reverse())
        {
            if (earlier is IExpressionStatementOperation { Operation: var operation } && Call(operation) is { } complete && _complete.Has(complete.TargetMethod))
                return queues.IsReadUntil(source, complete, cancel) ? complete : null;
            if (earlier.Executed().Any(Waits)) return null;
        }

        return null;
    }

    private static IOperation? Statement(IOperation operation)
    {
        for (var inner = operation; inner is not null; inner = inner.Parent)
        {
            if (inner is IExpressionStatementOperation) return inner;
            if (inner is not (IInvocationOperation or IAwaitOperation or IConditionalAccessOperation or IParenthesizedOperation)) return null;
        }

        return null;
    }

    /// <summary>The call, also behind a question mark.</summary>
    private static IInvocationOperation? Call(IOperation operation) => operation is IConditionalAccessOperation { WhenNotNull: var whenNotNull } ? Call(whenNotNull) : operation as IInvocationOperation;

    private static bool Waits(IOperation operation) => operation is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "Wait" or "WaitAll" or "WaitAny" or "Join" or "GetResult" or "WaitOne" };
}
