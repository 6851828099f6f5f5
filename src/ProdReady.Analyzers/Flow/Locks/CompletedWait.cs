using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>A wait for a lock whose task is only asked whether it is completed. It is that as well when it was cancelled, or when its time was up.</summary>
internal sealed class CompletedWait(Known known)
{
    private readonly Origins _origins = known.Origins;

    /// <summary>The wait that is taken for successful where the task is completed; null when the branch looks at the task, or the wait cannot fail.</summary>
    public LockUse? TakenForAcquired(IConditionalOperation branch)
    {
        if (branch.Condition.Bare() is not IPropertyReferenceOperation { Property.Name: "IsCompleted", Instance: ILocalReferenceOperation task } || !Types.IsTask(task.Type)) return null;
        if (_origins.Of(task) is not { Count: 1 } origins || origins[0].Bare() is not IInvocationOperation call || known.Locks.Uses.Of(call) is not { } use) return null;
        if (use.Action == LockAction.Exit || use.Action != LockAction.TryEnter && !use.IsCancellable) return null;
        return IsLookedAt(branch, task.Local) ? null : use;
    }

    private static bool IsLookedAt(IConditionalOperation branch, ILocalSymbol task) =>
        Mentions(branch.WhenTrue, task)
        // What follows the branch is done in both cases.
        || branch.Parent is IBlockOperation block && !Leaves(branch.WhenTrue) && block.Operations.Any(later => later.Syntax.SpanStart > branch.Syntax.SpanStart && later != branch && Mentions(later, task));

    private static bool Mentions(IOperation code, ILocalSymbol task) =>
        code.DescendantsAndSelf().Any(operation => operation is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, task));

    private static bool Leaves(IOperation code) =>
        (code is IBlockOperation { Operations: { Length: > 0 } statements } ? statements[statements.Length - 1] : code) is IReturnOperation or IThrowOperation or IBranchOperation;
}
