using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Handlers in loops after which what has failed is tried again.</summary>
internal sealed class Retries
{
    private readonly Known _known;
    private readonly WorkerLoops _loops;
    private readonly Pauses _pauses;
    private readonly ApiSet _reach;
    private readonly Summary _reaches;

    public Retries(Known known)
    {
        _known = known;
        _loops = known.WorkerLoops;
        _pauses = new Pauses(known);
        _reach = known.Calls(RetryApis.Reach);
        _reaches = new Summary(
            known,
            operation => operation.Enclosing<ITryOperation>() is { Catches.Length: > 0 } ? Answer.No : operation is IInvocationOperation call && _reach.Has(call.TargetMethod) ? Answer.Yes : null,
            _ => Answer.No,
            depth: 2);
    }

    /// <summary>
    /// The call that is made again at once after it has failed, for as long as it fails; null when something takes time on the way, when there is an end to it,
    /// or when one of these cannot be told. The call reaches another machine, or the loop has a delay that only a success comes to.
    /// </summary>
    public IInvocationOperation? AtOnce(ICatchClauseOperation clause)
    {
        if (clause.Parent is not ITryOperation attempt || attempt.Enclosing<ILoopOperation>() is not { } loop || !IsUnbounded(loop, attempt) || !Takes(clause)) return null;
        if (First(attempt.Body) is not { } call || _pauses.IsIn(call) || !IsRemote(call, clause) && !SkipsDelay(call, loop, clause)) return null;
        if (clause.Handler.Executed().Any(_pauses.May) || attempt.Finally?.Executed().Any(_pauses.May) == true) return null;
        if (HasEnd(loop, attempt, clause) || IsRemembered(loop, clause)) return null;
        _known.Bodies.Keep(clause);
        return _known.Graphs.Around(attempt) is { } graph
            && CatchRegions.FirstBlock(graph, attempt.EnclosingFunction() ?? attempt.Root(), clause) is { } begin
            && ComesBack(begin, call.Syntax) ? call : null;
    }

    /// <summary>Whether the loop goes on until it is told to stop, or until the block has succeeded.</summary>
    private bool IsUnbounded(ILoopOperation loop, ITryOperation attempt) =>
        loop is IWhileLoopOperation or IForLoopOperation && (Loops.HasNoCondition(loop) || _loops.GoesOn(loop) || !IsCounted(loop) && Attempts.IsTriedAgain(attempt));

    /// <summary>Whether the condition compares: a number of attempts, or a time.</summary>
    private static bool IsCounted(ILoopOperation loop) => (loop as IWhileLoopOperation)?.Condition is not { } condition
        || condition.DescendantsAndSelf().Any(part => part is IBinaryOperation { OperatorKind: not (BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.ConditionalAnd) } or IInvocationOperation or IIncrementOrDecrementOperation);

    /// <summary>All failures, or those of another machine. A conflict with another writer is no failure, and a filter may count.</summary>
    private bool Takes(ICatchClauseOperation clause) =>
        (clause.Filter is null || Handlers.TakesAllFailures(clause))
        && (Handlers.CatchesEverything(clause) || OutsideFailures.Are(clause.ExceptionType, _known) && !clause.ExceptionType.Name.StartsWith("DbUpdate", StringComparison.Ordinal));

    /// <summary>The first call that reaches another machine, else the first that is awaited.</summary>
    private IInvocationOperation? First(IOperation body)
    {
        var calls = body.Evaluated().OfType<IInvocationOperation>().ToArray();
        return calls.FirstOrDefault(call => _reach.Has(call.TargetMethod)) ?? calls.FirstOrDefault(call => UncaughtCalls.IsAwaited(call) && !_pauses.IsTime(call) && call.TargetMethod.Name != "ConfigureAwait");
    }

    private bool IsRemote(IInvocationOperation call, ICatchClauseOperation clause) =>
        _reach.Has(call.TargetMethod)
        || Handlers.CatchesEverything(clause) && _known.Implementations.Target(call.TargetMethod) is { } target && _known.Bodies.Of(target) is { } body && _reaches.Of(body) == Answer.Yes;

    /// <summary>Whether somebody has thought of a delay between the rounds, and a failure goes round without it.</summary>
    private bool SkipsDelay(IInvocationOperation call, ILoopOperation loop, ICatchClauseOperation clause) =>
        Handlers.CatchesEverything(clause) && UncaughtCalls.IsAwaited(call)
        && loop.Body.Executed().Any(operation => operation.Syntax.SpanStart > call.Syntax.Span.End && _pauses.IsTime(operation) && operation.Enclosing<ICatchClauseOperation>() is null);

    /// <summary>Whether the loop is left after a failure under a condition that is not about stopping: after so many attempts, or so much time.</summary>
    private bool HasEnd(ILoopOperation loop, ITryOperation attempt, ICatchClauseOperation clause) =>
        clause.Handler.Executed().Concat(loop.Body.Executed().Where(operation => !attempt.Syntax.Span.Contains(operation.Syntax.Span))).Any(operation =>
            operation is IThrowOperation or IReturnOperation { IsImplicit: false } or IBranchOperation { BranchKind: BranchKind.Break }
            && Condition(operation, loop) is { } condition && !condition.DescendantsAndSelf().Any(_loops.AsksToken));

    private static IOperation? Condition(IOperation operation, ILoopOperation loop)
    {
        for (var parent = operation.Parent; parent is not null && parent != loop; parent = parent.Parent)
        {
            if (parent is IConditionalOperation { Condition: var condition }) return condition;
            if (parent is ISwitchOperation { Value: var value }) return value;
        }

        return null;
    }

    /// <summary>Whether the handler keeps something that the rest of the loop looks at: it may wait for that, or give up.</summary>
    private static bool IsRemembered(ILoopOperation loop, ICatchClauseOperation clause)
    {
        var kept = clause.Handler.Executed().Select(operation => operation switch
        {
            IAssignmentOperation { Target: var target } => Variables.Of(target),
            IIncrementOrDecrementOperation { Target: var target } => Variables.Of(target),
            _ => null,
        }).Where(variable => variable is not null).ToArray();
        return kept.Length > 0 && loop.Executed().Any(operation =>
            operation is ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation or IParameterReferenceOperation
            && operation.Enclosing<ICatchClauseOperation>() is null && !(operation.Parent is IAssignmentOperation { Target: var target } && target == operation)
            && kept.Contains(Variables.Of(operation), SymbolEqualityComparer.Default));
    }

    /// <summary>Whether some way from the handler comes to the call again without a pause.</summary>
    private bool ComesBack(BasicBlock begin, SyntaxNode call)
    {
        var visited = new HashSet<int> { begin.Ordinal };
        var pending = new Stack<BasicBlock>();
        pending.Push(begin);
        while (pending.Count > 0)
        {
            var block = pending.Pop();
            var isHeld = false;
            foreach (var operation in GraphSteps.Operations(block))
            {
                if (operation is not IInvocationOperation { TargetMethod: var method }) continue;
                if (operation.Syntax == call) return true;
                if (isHeld = _pauses.May(operation) || _known.Callees.NeverReturns(method)) break;
            }

            if (isHeld) continue;
            foreach (var branch in GraphSteps.Branches(block))
            {
                if (branch.Destination is { } destination && visited.Add(destination.Ordinal)) pending.Push(destination);
            }
        }

        return false;
    }
}
