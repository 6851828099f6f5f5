using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using ProdReady.Engine;

namespace ProdReady.Flow;

/// <summary>
/// Carries what is true of a function's locks forward over its control-flow graph, with the edges that exceptions take.
/// The locks are independent, so one pass treats them all, and what a finally does to them is worked out once for each status:
/// linear in the size of the function, however many locks and finallies there are.
/// </summary>
internal sealed class LockSolver(ControlFlowGraph graph, LockEffects effects)
{
    private readonly Dictionary<ControlFlowRegion, LockState[]> _finallies = [];

    /// <summary>What is true before each block, by its ordinal; null where no path leads.</summary>
    public LockState?[] Solve() => Run(0, graph.Blocks.Length - 1, LockState.All(LockStatus.Untouched), isWhole: true);

    /// <summary>Takes an exception to the handlers around it, through the finallies on its way; the state with which it leaves the function, or null when it is caught.</summary>
    public LockState? Escapes(ControlFlowRegion region, LockState state, ITypeSymbol? exception, Action<int, LockState> reach)
    {
        // The graph of a lambda lies in a region of the function around it, whose handlers are not the lambda's.
        for (var inner = region; inner is { Kind: not ControlFlowRegionKind.Root, EnclosingRegion: { } outer }; inner = outer)
        {
            if (inner.Kind != ControlFlowRegionKind.Try) continue;
            var handlers = outer.NestedRegions.Where(nested => nested != inner);
            if (outer.Kind == ControlFlowRegionKind.TryAndFinally)
            {
                var final = handlers.First();
                reach(final.FirstBlockOrdinal, state);
                state = Through(final, state);
                continue;
            }

            foreach (var handler in handlers)
            {
                var takes = GraphSteps.Takes(handler, exception);
                if (takes != Answer.No) reach(handler.FirstBlockOrdinal, state);
                if (takes == Answer.Yes) return null;
            }
        }

        return state;
    }

    public LockState ThroughFinallies(ControlFlowBranch branch, LockState state, Action<int, LockState>? reach)
    {
        foreach (var final in branch.FinallyRegions)
        {
            reach?.Invoke(final.FirstBlockOrdinal, state);
            state = Through(final, state);
        }

        return state;
    }

    /// <summary>What is true before the blocks from <paramref name="first"/> to <paramref name="last"/>, in their order.</summary>
    private LockState?[] Run(int first, int last, LockState initial, bool isWhole)
    {
        var before = new LockState?[last - first + 1];
        var pending = new SortedSet<int>();
        Join(first, initial);
        while (pending.Count > 0)
        {
            var ordinal = pending.Min;
            pending.Remove(ordinal);
            var block = graph.Blocks[ordinal];
            var state = before[ordinal - first]!.Value;
            foreach (var operation in GraphSteps.Operations(block))
            {
                if (effects.Raised(operation, state) is var (raised, exception)) Escapes(block.EnclosingRegion, raised, exception, Join);
                state = effects.After(operation, state);
            }

            foreach (var branch in GraphSteps.Branches(block))
            {
                if (branch.Semantics is ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow) Escapes(block.EnclosingRegion, state, LockEffects.Thrown(block), Join);
                else if (branch.Destination is { } destination) Join(destination.Ordinal, ThroughFinallies(branch, effects.Told(block, branch, destination, state, isWhole), Join));
            }
        }

        return before;

        void Join(int ordinal, LockState state)
        {
            if (ordinal < first || ordinal > last) return;
            ref var entry = ref before[ordinal - first];
            var joined = entry is { } known ? known.Or(state) : state;
            if (entry is { } old && old.Equals(joined)) return;
            entry = joined;
            pending.Add(ordinal);
        }
    }

    /// <summary>What a finally makes of a state. Since the locks are independent, its answer for a lock follows from its answers for "all locks are held" and so on.</summary>
    private LockState Through(ControlFlowRegion final, LockState state)
    {
        if (!_finallies.TryGetValue(final, out var answers))
        {
            answers = [.. LockState.Each.Select(status => After(final, status))];
            _finallies[final] = answers;
        }

        var result = default(LockState);
        for (var i = 0; i < answers.Length; i++) result = result.Or(answers[i].Of(state.In(LockState.Each[i])));
        return result;
    }

    private LockState After(ControlFlowRegion final, LockStatus status)
    {
        var before = Run(final.FirstBlockOrdinal, final.LastBlockOrdinal, LockState.All(status), isWhole: false);
        var result = default(LockState);
        for (var ordinal = final.FirstBlockOrdinal; ordinal <= final.LastBlockOrdinal; ordinal++)
        {
            var block = graph.Blocks[ordinal];
            if (before[ordinal - final.FirstBlockOrdinal] is not { } state || block.FallThroughSuccessor?.Semantics != ControlFlowBranchSemantics.StructuredExceptionHandling) continue;
            result = result.Or(GraphSteps.Operations(block).Aggregate(state, (current, operation) => effects.After(operation, current)));
        }

        return result;
    }
}
