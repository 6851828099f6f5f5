using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace ProdReady.Flow;

/// <summary>
/// Which locks are held where in one function that takes and releases them by calls. The lock statement is not in here: it always gives back what it took,
/// and what lies in it is told by <see cref="LockUses.Around"/>.
/// </summary>
internal sealed class LockFlow
{
    private static readonly Action<int, LockState> NoMatter = (_, _) => { };

    private readonly ControlFlowGraph _graph;
    private readonly LockEffects _effects;
    private readonly LockSolver _solver;
    private readonly LockState?[] _before;
    private readonly Lazy<IReadOnlyList<Way>> _exits;

    private readonly Lazy<LockFlow> _withoutFailures;

    public LockFlow(ControlFlowGraph graph, LockEffects effects)
    {
        _graph = graph;
        _effects = effects;
        _solver = new LockSolver(graph, effects);
        _before = _solver.Solve();
        _exits = new(() => [.. graph.Blocks.SelectMany(WaysOut)]);
        _withoutFailures = new(() => new LockFlow(graph, effects.WithoutFailures()));
    }

    /// <summary>A way out of the function.</summary>
    /// <param name="State">What is true of the locks there.</param>
    /// <param name="Where">The operation that throws, or the value that is returned; null at the end of the function, and where a caught exception goes on.</param>
    /// <param name="Throws">Whether it leaves by an exception.</param>
    /// <param name="Position">Where in the text that is.</param>
    internal sealed record Way(LockState State, IOperation? Where, bool Throws, int Position);

    /// <summary>The ways out of the function, in the order of the source.</summary>
    public IReadOnlyList<Way> Exits => _exits.Value;

    /// <summary>The same function on days when nothing throws that is not thrown right here.</summary>
    public LockFlow WithoutFailures => _withoutFailures.Value;

    /// <summary>Whether an exception that leaves the lock held may come out of the operation.</summary>
    public bool MayThrowHolding(IOperation operation, LockState before, int index) =>
        _effects.Raised(operation, before) is var (raised, _) && (raised.Held & (1UL << index)) != 0;

    /// <summary>Shows every operation that runs, with what is true of the locks just before it. Those inside come before those around them.</summary>
    public void Visit(Action<IOperation, LockState> look)
    {
        foreach (var block in _graph.Blocks)
        {
            if (_before[block.Ordinal] is not { } state) continue;
            foreach (var operation in GraphSteps.Operations(block))
            {
                look(operation, state);
                state = _effects.After(operation, state);
            }
        }
    }

    private IEnumerable<Way> WaysOut(BasicBlock block)
    {
        if (_before[block.Ordinal] is not { } state) yield break;
        foreach (var operation in GraphSteps.Operations(block))
        {
            if (_effects.Raised(operation, state) is var (raised, exception) && _solver.Escapes(block.EnclosingRegion, raised, exception, NoMatter) is { } left) yield return new Way(left, operation, Throws: true, operation.Syntax.SpanStart);
            state = _effects.After(operation, state);
        }

        foreach (var branch in GraphSteps.Branches(block))
        {
            if (branch.Semantics is ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow)
            {
                if (_solver.Escapes(block.EnclosingRegion, state, LockEffects.Thrown(block), NoMatter) is { } left) yield return new Way(left, block.BranchValue, Throws: true, Position(block));
            }
            else if (branch.Destination is { Kind: BasicBlockKind.Exit } exit)
            {
                var value = branch.Semantics == ControlFlowBranchSemantics.Return ? block.BranchValue : null;
                yield return new Way(_solver.ThroughFinallies(branch, _effects.Told(block, branch, exit, state), null), value, Throws: false, Position(block));
            }
        }
    }

    /// <summary>Where the code of a block ends; of one without any, where that of the one before it does.</summary>
    private static int Position(BasicBlock block) =>
        (block.BranchValue ?? block.Operations.LastOrDefault())?.Syntax.SpanStart
        ?? (block.Predecessors.FirstOrDefault()?.Source is { } source && source.Ordinal < block.Ordinal ? Position(source) : int.MaxValue);
}
