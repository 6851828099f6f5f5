using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>What the steps of one function do to its locks.</summary>
/// <param name="tests">What its conditions tell.</param>
/// <param name="use">What a call does with which lock, and whether an exception may come out of it in its stead.</param>
/// <param name="releasedBy">The locks that a method which is called gives back.</param>
/// <param name="mayThrow">Whether an operation is expected to fail now and then.</param>
/// <param name="cancelled">The exception with which a wait ends that is cancelled.</param>
internal sealed class LockEffects(
    LockTests tests,
    Func<IInvocationOperation, (int Lock, LockAction Action, bool MayFail)?> use,
    Func<IInvocationOperation, ulong> releasedBy,
    Func<IOperation, bool> mayThrow,
    INamedTypeSymbol? cancelled)
{
    /// <summary>The same steps where nothing fails.</summary>
    public LockEffects WithoutFailures() => new(tests, use, releasedBy, _ => false, cancelled);

    /// <summary>What is true once the operation has run.</summary>
    public LockState After(IOperation operation, LockState state)
    {
        if (operation is not IInvocationOperation call) return state;
        if (use(call) is { } done)
        {
            return state.With(done.Lock, done.Action switch
            {
                LockAction.Enter => LockStatus.Held,
                LockAction.TryEnter => LockStatus.Tried,
                _ => LockStatus.Released,
            });
        }

        var released = releasedBy(call);
        for (var index = 0; released != 0; index++, released >>= 1)
        {
            if ((released & 1) != 0) state = state.With(index, LockStatus.Released);
        }

        return state;
    }

    /// <summary>What is true of the locks when the operation throws, and what it throws if that is known; null when it is not expected to.</summary>
    public (LockState State, ITypeSymbol? Exception)? Raised(IOperation operation, LockState state)
    {
        if (operation is IInvocationOperation call && use(call) is { } done)
            return done is { Action: not LockAction.Exit, MayFail: true } ? (state.With(done.Lock, LockStatus.Missed), cancelled) : null;
        return mayThrow(operation) ? (state, null) : null;
    }

    /// <summary>What a throw statement at the end of a block throws; null when it goes on with what was caught, or that cannot be told.</summary>
    public static ITypeSymbol? Thrown(BasicBlock block) => block.BranchValue?.Bare() is IObjectCreationOperation { Type: var type } ? type : null;

    /// <summary>What is true on one of the ways out of a block.</summary>
    public LockState Told(BasicBlock block, ControlFlowBranch branch, BasicBlock destination, LockState state, bool isWhole = true)
    {
        if (block.ConditionKind == ControlFlowConditionKind.None) return state;
        var isTrue = branch.IsConditionalSuccessor == (block.ConditionKind == ControlFlowConditionKind.WhenTrue);
        return tests.After(block, isTrue, destination, state, isWhole);
    }
}
