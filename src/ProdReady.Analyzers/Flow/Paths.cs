using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ProdReady.Flow;

/// <summary>Paths through a control-flow graph.</summary>
internal static class Paths
{
    /// <summary>
    /// Whether some path from the beginning of <paramref name="from"/> leaves the method normally without meeting an operation that
    /// <paramref name="stops"/> it, in a block or in a finally on the way.
    /// </summary>
    /// <param name="graph">The method.</param>
    /// <param name="from">Where the path begins.</param>
    /// <param name="stops">Asked of every top-level operation, in order.</param>
    /// <param name="returns">Asked of a value that is returned: whether returning it counts as leaving normally.</param>
    /// <param name="after">Operations of the first block up to and including this one are skipped.</param>
    public static bool LeaveNormally(ControlFlowGraph graph, BasicBlock from, Func<IOperation, bool> stops, Func<IOperation, bool> returns, IOperation? after = null)
    {
        var visited = new HashSet<int>();
        var pending = new Stack<BasicBlock>();
        Push(from);
        while (pending.Count > 0)
        {
            var block = pending.Pop();
            if (block.Kind == BasicBlockKind.Exit) return true;
            if (Operations(block, block == from ? after : null).Any(stops)) continue;
            var never = NeverTaken(block);
            if (block.ConditionalSuccessor is { } jump && jump != never) Take(jump);
            if (block.FallThroughSuccessor is { } next && next != never) Take(next);
        }

        return false;

        void Take(ControlFlowBranch branch)
        {
            if (branch.Destination is not { } destination) return;
            if (branch.Semantics == ControlFlowBranchSemantics.Return && branch.Source.BranchValue is { } value && !returns(value)) return;
            if (branch.FinallyRegions.SelectMany(region => Blocks(graph, region)).SelectMany(block => Operations(block, null)).Any(stops)) return;
            Push(destination);
        }

        void Push(BasicBlock block)
        {
            if (visited.Add(block.Ordinal)) pending.Push(block);
        }
    }

    /// <summary>The successor that a constant condition, such as that of <c>while (true)</c>, rules out.</summary>
    private static ControlFlowBranch? NeverTaken(BasicBlock block)
    {
        if (block.ConditionKind == ControlFlowConditionKind.None || block.BranchValue?.ConstantValue is not { HasValue: true, Value: bool value }) return null;
        return value == (block.ConditionKind == ControlFlowConditionKind.WhenTrue) ? block.FallThroughSuccessor : block.ConditionalSuccessor;
    }

    private static IEnumerable<BasicBlock> Blocks(ControlFlowGraph graph, ControlFlowRegion region) =>
        graph.Blocks.Skip(region.FirstBlockOrdinal).Take(region.LastBlockOrdinal - region.FirstBlockOrdinal + 1);

    private static IEnumerable<IOperation> Operations(BasicBlock block, IOperation? after)
    {
        var operations = block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;
        return after is null ? operations : operations.SkipWhile(operation => !operation.Syntax.Span.Contains(after.Syntax.Span)).Skip(1);
    }
}
