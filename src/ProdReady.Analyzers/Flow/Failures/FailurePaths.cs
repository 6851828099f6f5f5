using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Where control goes when an operation of a function throws: through handlers and finally blocks, and out of the function.</summary>
/// <param name="graph">The function.</param>
/// <param name="meets">What is looked for on the way, asked of every top-level operation.</param>
internal sealed class FailurePaths(ControlFlowGraph graph, Func<IOperation, bool> meets)
{
    public enum Fate
    {
        /// <summary>What is looked for is met on some way.</summary>
        Met,
        /// <summary>It is not met, and a handler keeps the exception.</summary>
        Kept,
        /// <summary>It is not met, and the exception leaves the function.</summary>
        Thrown,
    }

    /// <summary>The operations that run, on some way without an exception, before what is looked for is met, each with its block. Those whose ways never meet it are left out.</summary>
    public IEnumerable<(BasicBlock Block, IOperation Operation)> Before()
    {
        var leading = Leading();
        var visited = new HashSet<int> { 0 };
        var pending = new Stack<BasicBlock>([graph.Blocks[0]]);
        while (pending.Count > 0)
        {
            var block = pending.Pop();
            if (!leading.Contains(block.Ordinal)) continue;
            var met = false;
            foreach (var operation in Operations(block))
            {
                yield return (block, operation);
                if (met = meets(operation)) break;
            }

            if (met) continue;
            foreach (var branch in GraphSteps.Branches(block))
            {
                if (branch.Destination is { } next && visited.Add(next.Ordinal)) pending.Push(next);
            }
        }
    }

    /// <summary>What becomes of an exception that is thrown in the block.</summary>
    /// <param name="from">The block.</param>
    /// <param name="isCancellation">Whether it is an <c>OperationCanceledException</c>. If not, handlers of chosen types take it or do not.</param>
    /// <param name="excuses">An operation that is as good as what is looked for.</param>
    /// <param name="ends">An operation behind which it no longer counts: the variable it is about has another value.</param>
    public Fate After(BasicBlock from, bool isCancellation, Func<IOperation, bool> excuses, Func<IOperation, bool> ends)
    {
        var (thrown, kept) = (false, false);
        var visited = new HashSet<int>();
        var pending = new Stack<BasicBlock>();
        if (Raise(from)) return Fate.Met;
        while (pending.Count > 0)
        {
            var block = pending.Pop();
            var ended = false;
            foreach (var operation in Operations(block))
            {
                if (meets(operation) || excuses(operation)) return Fate.Met;
                if (ended = ends(operation)) break;
            }

            kept |= ended || block.Kind == BasicBlockKind.Exit;
            if (ended) continue;
            foreach (var branch in GraphSteps.Branches(block))
            {
                if (branch.Semantics is ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow)
                {
                    if (Raise(block)) return Fate.Met;
                    continue;
                }

                if (branch.FinallyRegions.Any(Meets)) return Fate.Met;
                Push(branch.Destination);
            }
        }

        return thrown ? Fate.Thrown : kept ? Fate.Kept : Fate.Met;

        // True when a finally on the way meets it.
        bool Raise(BasicBlock block)
        {
            for (var region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
            {
                if (region.Kind != ControlFlowRegionKind.Try) continue;
                var attempt = region.EnclosingRegion!;
                if (attempt.Kind == ControlFlowRegionKind.TryAndFinally && Meets(attempt.NestedRegions[1])) return true;
                if (attempt.Kind == ControlFlowRegionKind.TryAndCatch && Enter(attempt)) return false;
            }

            thrown = true;
            return false;
        }

        // True when one of the handlers takes every exception of the kind.
        bool Enter(ControlFlowRegion attempt)
        {
            foreach (var handler in attempt.NestedRegions.Skip(1))
            {
                var clause = handler.Kind == ControlFlowRegionKind.FilterAndHandler ? handler.NestedRegions.Last() : handler;
                var takesCancellation = Fallible.IsCancellation(clause.ExceptionType);
                var takesAll = clause.ExceptionType is { SpecialType: SpecialType.System_Object } or { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };
                if (isCancellation ? !takesCancellation && !takesAll : takesCancellation) continue;
                Push(graph.Blocks[clause.FirstBlockOrdinal]);
                if (takesCancellation || takesAll && handler == clause) return true;
            }

            return false;
        }

        void Push(BasicBlock? block)
        {
            if (block is not null && visited.Add(block.Ordinal)) pending.Push(block);
        }
    }

    /// <summary>The blocks from which what is looked for is met, if nothing throws.</summary>
    private HashSet<int> Leading()
    {
        var leading = new HashSet<int>(graph.Blocks.Where(block => Operations(block).Any(meets)).Select(block => block.Ordinal));
        var pending = new Stack<int>(leading);
        while (pending.Count > 0)
        {
            foreach (var branch in graph.Blocks[pending.Pop()].Predecessors)
            {
                if (leading.Add(branch.Source.Ordinal)) pending.Push(branch.Source.Ordinal);
            }
        }

        return leading;
    }

    private bool Meets(ControlFlowRegion region) =>
        graph.Blocks.Skip(region.FirstBlockOrdinal).Take(region.LastBlockOrdinal - region.FirstBlockOrdinal + 1).SelectMany(Operations).Any(meets);

    private static IEnumerable<IOperation> Operations(BasicBlock block) =>
        block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;
}
