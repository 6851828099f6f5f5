using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;

namespace ProdReady.Flow;

/// <summary>Carries what is known of one token forward over a control-flow graph, with the edges that exceptions take.</summary>
internal sealed class CancellationFlow(ControlFlowGraph graph, CancellationEffects effects, ITypeSymbol? cancellation)
{
    private readonly Cancelled?[] _before = new Cancelled?[graph.Blocks.Length];
    private readonly IEnumerable<IOperation>?[] _operations = new IEnumerable<IOperation>?[graph.Blocks.Length];
    private readonly SortedSet<int> _pending = [];

    /// <summary>What is known just before each call.</summary>
    public IReadOnlyDictionary<SyntaxNode, Cancelled> BeforeCalls()
    {
        Solve();
        var found = new Dictionary<SyntaxNode, Cancelled>();
        foreach (var block in graph.Blocks)
        {
            if (_before[block.Ordinal] is not { } state) continue;
            foreach (var operation in Operations(block))
            {
                // The code of a finally may stand in the graph more than once.
                if (operation is IInvocationOperation) found[operation.Syntax] = found.TryGetValue(operation.Syntax, out var other) ? Join(other, state) : state;
                state = effects.After(operation, state);
            }
        }

        return found;
    }

    private IEnumerable<IOperation> Operations(BasicBlock block) => _operations[block.Ordinal] ??= GraphSteps.Operations(block);

    private static Cancelled Join(Cancelled one, Cancelled other) =>
        one == other ? one : one <= Cancelled.Meanwhile && other <= Cancelled.Meanwhile ? Cancelled.Meanwhile : Cancelled.Possibly;

    private void Solve()
    {
        Reach(0, Cancelled.No);
        while (_pending.Count > 0)
        {
            var block = graph.Blocks[_pending.Min];
            _pending.Remove(block.Ordinal);
            var state = _before[block.Ordinal]!.Value;
            foreach (var operation in Operations(block))
            {
                if (effects.WhenCancelled(operation) is { } raised) Raise(block.EnclosingRegion, raised, cancellation);
                else if (operation is IInvocationOperation or IAwaitOperation) Raise(block.EnclosingRegion, state, null, isWait: operation is IAwaitOperation);
                state = effects.After(operation, state);
            }

            foreach (var branch in GraphSteps.Branches(block))
            {
                if (branch.Semantics is ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow)
                {
                    Raise(block.EnclosingRegion, state, LockEffects.Thrown(block));
                }
                else if (branch.Destination is { } destination)
                {
                    var told = effects.Told(block, branch, state);
                    foreach (var final in branch.FinallyRegions) Reach(final.FirstBlockOrdinal, told);
                    Reach(destination.Ordinal, told);
                }
            }
        }
    }

    /// <summary>Takes an exception to the handlers around, and through the finallies on its way; a null one is of any type, but only a wait is cancelled.</summary>
    private void Raise(ControlFlowRegion region, Cancelled state, ITypeSymbol? exception, bool isWait = true)
    {
        for (var inner = region; inner is { Kind: not ControlFlowRegionKind.Root, EnclosingRegion: { } outer }; inner = outer)
        {
            if (inner.Kind != ControlFlowRegionKind.Try) continue;
            foreach (var handler in outer.NestedRegions.Where(nested => nested != inner))
            {
                if (outer.Kind == ControlFlowRegionKind.TryAndFinally)
                {
                    Reach(handler.FirstBlockOrdinal, state);
                    continue;
                }

                if (!isWait && CancellationEffects.IsCancellation(handler.ExceptionType)) continue;
                var takes = GraphSteps.Takes(handler, exception);
                if (takes != Answer.No) Reach(handler.FirstBlockOrdinal, state);
                if (takes == Answer.Yes) return;
            }
        }
    }

    private void Reach(int ordinal, Cancelled state)
    {
        ref var entry = ref _before[ordinal];
        var joined = entry is { } known ? Join(known, state) : state;
        if (entry == joined) return;
        entry = joined;
        _pending.Add(ordinal);
    }
}
