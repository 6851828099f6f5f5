using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Finds where a catch clause begins in a control-flow graph, which keeps no reference to it.</summary>
internal static class CatchRegions
{
    /// <summary>
    /// The first block of <paramref name="clause"/>. Clauses and regions are both in source order, the outer before the inner;
    /// where their numbers differ (unreachable code was dropped) the answer is null.
    /// </summary>
    public static BasicBlock? FirstBlock(ControlFlowGraph graph, IOperation function, ICatchClauseOperation clause)
    {
        var clauses = function.ChildOperations.SelectMany(Operations.Executed)
            .OfType<ICatchClauseOperation>()
            .OrderBy(candidate => candidate.Syntax.SpanStart)
            .ToArray();
        var regions = Catches(graph.Root).ToArray();
        if (clauses.Length != regions.Length) return null;

        var position = Array.FindIndex(clauses, candidate => candidate.Syntax == clause.Syntax);
        return position < 0 ? null : graph.Blocks[regions[position].FirstBlockOrdinal];
    }

    private static IEnumerable<ControlFlowRegion> Catches(ControlFlowRegion region)
    {
        if (region.Kind == ControlFlowRegionKind.Catch) yield return region;
        foreach (var nested in region.NestedRegions.SelectMany(Catches)) yield return nested;
    }
}
