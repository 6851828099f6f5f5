using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What a check answers when its probe has failed.</summary>
internal sealed class ProbeFailures(Known known)
{
    private readonly HealthAnswers _answers = new(known);
    private readonly LogCalls _logs = known.LogCalls;
    private readonly Tokens _tokens = known.Tokens;
    private readonly INamedTypeSymbol? _cancelled = known.Type("System.OperationCanceledException");

    /// <summary>Whether the handler takes any failure that its filter does not name.</summary>
    public static bool TakesAll(ICatchClauseOperation clause) =>
        Handlers.CatchesEverything(clause) && (clause.Filter is null || Handlers.OnlyExcludes(clause.Filter));

    /// <summary>Whether the handler takes what a dependency fails with, or the time it takes too long.</summary>
    public bool TakesSome(ICatchClauseOperation clause) =>
        clause.Filter is null && (OutsideFailures.Are(clause.ExceptionType, known) || Types.Is(clause.ExceptionType, _cancelled));

    /// <summary>Whether the block asks anything, beyond making its answer.</summary>
    public bool Asks(ITryOperation attempt) =>
        attempt.Body.Executed().OfType<IInvocationOperation>().Any(call => _answers.Of(call) == HealthAnswer.Unknown);

    /// <summary>What is answered on every way from the handler; unknown when the ways differ, or something else is asked on the way. Where both occur, degraded.</summary>
    public HealthAnswer Of(ICatchClauseOperation clause)
    {
        if (known.Graphs.Around(clause) is not { } graph || CatchRegions.FirstBlock(graph, clause.EnclosingFunction() ?? clause.Root(), clause) is not { } first) return HealthAnswer.Unknown;
        var (blocks, returned) = (Reached(graph, first), new List<HealthAnswer>());
        foreach (var block in blocks)
        {
            // A second probe behind the handler says what the first one does not.
            if (Parts(block).SelectMany(part => part.DescendantsAndSelf()).Any(operation => operation is IAwaitOperation && !clause.Syntax.Span.Contains(operation.Syntax.Span))) return HealthAnswer.Unknown;
            if (block.FallThroughSuccessor is { Semantics: ControlFlowBranchSemantics.Return } && block.BranchValue is { } value) returned.Add(Returned(value, blocks));
        }

        return returned.Count == 0 || returned.Any(answer => answer is HealthAnswer.Unknown or HealthAnswer.Unhealthy) ? HealthAnswer.Unknown
            : returned.Contains(HealthAnswer.Degraded) ? HealthAnswer.Degraded
            : HealthAnswer.Healthy;
    }

    /// <summary>Whether the handler keeps the failure for somebody, beyond a line in the log.</summary>
    public bool IsKept(ICatchClauseOperation clause) =>
        !clause.Handler.Executed().Any(operation => operation is IReturnOperation)
        && clause.Handler.Executed().Any(operation => operation is IAssignmentOperation or IIncrementOrDecrementOperation || operation is IInvocationOperation call && !_logs.IsLog(call.TargetMethod) && call.Parent is IExpressionStatementOperation);

    /// <summary>
    /// Whether the handler, which no other one stands before, also takes the exception of a probe that its caller gave up, and tells the log that something failed.
    /// </summary>
    public bool TakesCancellation(ICatchClauseOperation clause) =>
        clause.Parent is ITryOperation attempt && attempt.Catches[0] == clause && Handlers.CatchesEverything(clause)
        && (clause.Filter is null || Handlers.OnlyExcludes(clause.Filter) && !clause.Filter.Syntax.ToString().Contains("Cancel"))
        && clause.Handler.Executed().OfType<IInvocationOperation>().Any(call => _logs.IsLog(call.TargetMethod))
        && !clause.Handler.Descendants().Any(operation => operation is IThrowOperation || _tokens.IsToken(operation.Type))
        && attempt.Body.Executed().OfType<IInvocationOperation>().Any(call => ProbedWaits.IsAwaitedAtOnce(call) && call.Arguments.Any(argument => _tokens.IsToken(argument.Value.Type) && argument.Value.Bare() is IParameterReferenceOperation));

    private HealthAnswer Returned(IOperation value, IReadOnlyCollection<BasicBlock> blocks)
    {
        if (_answers.Inner(value) is not ILocalReferenceOperation { Local: var local }) return _answers.Of(value);
        var given = blocks.SelectMany(Parts).SelectMany(part => part.DescendantsAndSelf())
            .OfType<ISimpleAssignmentOperation>()
            .Where(set => set.Target is ILocalReferenceOperation target && SymbolEqualityComparer.Default.Equals(target.Local, local))
            .Select(set => _answers.Of(set.Value)).Distinct().ToArray();
        return given.Length == 1 ? given[0] : HealthAnswer.Unknown;
    }

    private static IReadOnlyCollection<BasicBlock> Reached(ControlFlowGraph graph, BasicBlock first)
    {
        var reached = new HashSet<BasicBlock> { first };
        var pending = new Stack<BasicBlock>(reached);
        while (pending.Count > 0)
        {
            var block = pending.Pop();
            foreach (var branch in new[] { block.FallThroughSuccessor, block.ConditionalSuccessor })
            {
                if (branch?.Destination is not { } next) continue;
                foreach (var ordinal in branch.FinallyRegions.SelectMany(region => Enumerable.Range(region.FirstBlockOrdinal, region.LastBlockOrdinal - region.FirstBlockOrdinal + 1))) reached.Add(graph.Blocks[ordinal]);
                if (reached.Add(next)) pending.Push(next);
            }
        }

        return reached;
    }

    private static IEnumerable<IOperation> Parts(BasicBlock block) => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;
}
