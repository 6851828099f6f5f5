using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Paths through a control-flow graph.</summary>
internal static class Paths
{
    /// <summary>
    /// Whether some path from the beginning of <paramref name="from"/> leaves the method normally without meeting an operation that
    /// <paramref name="stops"/> it, in a block or in a finally on the way. Where other paths are stopped and a variable chooses between them
    /// (a flag, the exception's type), the path that is left may be the one nothing fails on: the answer is no.
    /// </summary>
    /// <param name="graph">The method.</param>
    /// <param name="from">Where the path begins.</param>
    /// <param name="stops">Asked of every top-level operation, in order.</param>
    /// <param name="returns">Asked of a value that is returned: whether returning it counts as leaving normally.</param>
    /// <param name="settled">Variables whose value is known on the way.</param>
    /// <param name="after">Operations of the first block up to and including this one are skipped.</param>
    public static bool LeaveNormally(
        ControlFlowGraph graph, BasicBlock from, Func<IOperation, bool> stops, Func<IOperation, bool> returns, IReadOnlyDictionary<ISymbol, bool> settled, IOperation? after = null)
    {
        var (stopped, chosen, left) = (false, false, false);
        var visited = new HashSet<int>();
        var pending = new Stack<BasicBlock>();
        Push(from);
        while (pending.Count > 0)
        {
            var block = pending.Pop();
            left |= block.Kind == BasicBlockKind.Exit;
            if (Stops(Operations(block, block == from ? after : null))) continue;
            var never = NeverTaken(block, settled) ?? OnlyForChosen(block);
            chosen |= never is null && block.ConditionKind != ControlFlowConditionKind.None && DependsOnVariable(block.BranchValue!);
            if (block.ConditionalSuccessor is { } jump && jump != never) Take(jump);
            if (block.FallThroughSuccessor is { } next && next != never) Take(next);
        }

        return left && !(stopped && chosen);

        bool Stops(IEnumerable<IOperation> operations)
        {
            var stop = operations.Any(stops);
            stopped |= stop;
            return stop;
        }

        void Take(ControlFlowBranch branch)
        {
            if (branch.Destination is not { } destination) return;
            if (branch.Semantics == ControlFlowBranchSemantics.Return && branch.Source.BranchValue is { } value && !returns(value))
            {
                stopped = true;
                return;
            }

            if (Stops(branch.FinallyRegions.SelectMany(region => Blocks(graph, region)).SelectMany(block => Operations(block, null)))) return;
            Push(destination);
        }

        void Push(BasicBlock block)
        {
            if (visited.Add(block.Ordinal)) pending.Push(block);
        }
    }

    /// <summary>The successor for exceptions of a chosen type, as in <c>if (e is OperationCanceledException)</c>; what becomes of all others counts.</summary>
    private static ControlFlowBranch? OnlyForChosen(BasicBlock block)
    {
        var chooses = block.BranchValue switch
        {
            IIsTypeOperation { IsNegated: false, ValueOperand.Type: { } type } => ExitCodes.IsException(type) ? true : null,
            IIsPatternOperation { Value.Type: { } type, Pattern: var pattern } => ExitCodes.IsException(type) ? Chooses(pattern) : null,
            _ => (bool?)null,
        };
        if (chooses is not { } chosen || block.ConditionKind == ControlFlowConditionKind.None) return null;
        return chosen == (block.ConditionKind == ControlFlowConditionKind.WhenTrue) ? block.ConditionalSuccessor : block.FallThroughSuccessor;

        static bool? Chooses(IPatternOperation pattern) => pattern switch
        {
            ITypePatternOperation or IDeclarationPatternOperation => true,
            INegatedPatternOperation { Pattern: var inner } => !Chooses(inner),
            IBinaryPatternOperation { LeftPattern: var left, RightPattern: var right } => Chooses(left) == Chooses(right) ? Chooses(left) : null,
            _ => null,
        };
    }

    /// <summary>Not a parameter: that was there before anything could fail.</summary>
    private static bool DependsOnVariable(IOperation condition) =>
        condition.DescendantsAndSelf().Any(operation => operation is ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } or IFlowCaptureReferenceOperation);

    /// <summary>The successor that a constant condition, such as that of <c>while (true)</c>, or a settled variable rules out.</summary>
    private static ControlFlowBranch? NeverTaken(BasicBlock block, IReadOnlyDictionary<ISymbol, bool> settled)
    {
        if (block.ConditionKind == ControlFlowConditionKind.None || Value(block.BranchValue, settled) is not { } value) return null;
        return value == (block.ConditionKind == ControlFlowConditionKind.WhenTrue) ? block.FallThroughSuccessor : block.ConditionalSuccessor;
    }

    private static bool? Value(IOperation? condition, IReadOnlyDictionary<ISymbol, bool> settled) => condition switch
    {
        { ConstantValue: { HasValue: true, Value: bool constant } } => constant,
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => !Value(operand, settled),
        ILocalReferenceOperation { Local: var local } => settled.TryGetValue(local, out var value) ? value : null,
        IFieldReferenceOperation { Field: var member } => settled.TryGetValue(member, out var value) ? value : null,
        _ => null,
    };

    private static IEnumerable<BasicBlock> Blocks(ControlFlowGraph graph, ControlFlowRegion region) =>
        graph.Blocks.Skip(region.FirstBlockOrdinal).Take(region.LastBlockOrdinal - region.FirstBlockOrdinal + 1);

    private static IEnumerable<IOperation> Operations(BasicBlock block, IOperation? after)
    {
        var operations = block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;
        return after is null ? operations : operations.SkipWhile(operation => !operation.Syntax.Span.Contains(after.Syntax.Span)).Skip(1);
    }
}
