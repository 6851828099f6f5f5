using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Failures;

/// <summary>
/// The third poll was slow. HttpClient gave up with an OperationCanceledException, the worker took it for shutdown and returned: no log line, a green health check,
/// and a queue that nobody read any more.
/// Left alone: handlers that log, throw or look at a token, loops that only wait for ticks, items and locks, timeouts that are handled on the way,
/// rounds that end quietly where nobody logs the others either, code that is no loop of a worker.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TimeoutMistakenForShutdown() : ProductionRule(Rule, SkipsRound)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD303", Concern.Failures, Blast.Feature, At.Every(Warning),
        title: "A timeout is mistaken for shutdown",
        message: "When {0} times out it throws an OperationCanceledException, which this catch takes for shutdown: '{1}' stops working without a log line and the process looks healthy; catch it only when the token is cancelled");

    internal static readonly DiagnosticDescriptor SkipsRound = Describe.Variant(Rule,
        "When {0} times out it throws an OperationCanceledException, which this catch takes for shutdown: '{1}' loses the round without a log line, as often as it happens; catch it only when the token is cancelled");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var loops = known.WorkerLoops;
        var paths = new WorkerPaths(known, loops);
        var timeouts = new Lazy<Timeouts>(() => new Timeouts(known));
        var outcome = known.Outcomes;
        var hosted = known.Type(WorkerApis.HostedService);
        watch.On<ICatchClauseOperation>(OperationKind.CatchClause, clause =>
        {
            if (!Fallible.IsCancellation(clause.ExceptionType) || clause.Parent is not ITryOperation attempt) return null;
            if (clause.Filter is { } filter && TellsApart(filter)) return null;
            if (IsLeftOver(clause, attempt)) return null;
            if (Worker(attempt, clause) is not { } worker) return null;

            var ending = paths.Of(worker.Loop);
            if (ending == Ending.Unclear || ending == Ending.Elsewhere && !MayRun(clause)) return null;
            if (outcome.Of(clause).Verdict > CatchVerdict.Degraded || clause.Handler.Descendants().Any(operation => loops.IsToken(operation.Type) || loops.AsksToken(operation))) return null;
            if (!worker.Ends && !IsLoggedOtherwise(attempt, clause, outcome)) return null;
            if (timeouts.Value.First(attempt.Body) is not { } call || worker.Loop != attempt && timeouts.Value.IsLimited(call)) return null;

            return new Finding(clause.Syntax.GetFirstToken(), $"'{call.TargetMethod.Name}'", Symbol(clause).ContainingType.Name)
            {
                Wording = worker.Ends ? null : SkipsRound,
                Severity = ending == Ending.Elsewhere ? Info : null,
            };
        });

        // Whoever stops and waits for the rest is no worker.
        bool MayRun(ICatchClauseOperation clause) =>
            Types.Is(Symbol(clause).ContainingType, hosted) && HasToken(clause) && !Surroundings.ExpectFailure(clause);

        bool HasToken(IOperation operation)
        {
            for (var symbol = Symbol(operation); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
            {
                if (method.Parameters.Any(parameter => loops.IsToken(parameter.Type))) return true;
            }

            return false;
        }

        // The loop that the handler ends or goes on with: the try itself where the loop is inside.
        (IOperation Loop, bool Ends)? Worker(ITryOperation attempt, ICatchClauseOperation clause)
        {
            ILoopOperation? around = null;
            for (var loop = attempt.Enclosing<ILoopOperation>(); loop is not null; loop = loop.Enclosing<ILoopOperation>()) around = loop;
            if (around is null) return attempt.Body.Executed().Any(operation => operation is ILoopOperation inner && loops.IsWorkerLoop(inner)) ? (attempt, true) : null;
            return loops.IsWorkerLoop(around) && attempt.Enclosing<ILoopOperation>() == around ? (around, Leaves(clause, around)) : null;
        }
    }

    /// <summary>Whether the filter looks at a token or at the exception.</summary>
    private static bool TellsApart(IOperation filter) =>
        filter.DescendantsAndSelf().Any(operation => operation is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" or "CancellationToken" or "InnerException" } or IIsTypeOperation or IIsPatternOperation or IInvocationOperation);

    /// <summary>Whether an earlier handler of the same try has taken cancellation with a filter: what is left are the timeouts.</summary>
    private static bool IsLeftOver(ICatchClauseOperation clause, ITryOperation attempt) =>
        attempt.Catches.TakeWhile(earlier => earlier != clause).Any(earlier => earlier.Filter is not null && (Fallible.IsCancellation(earlier.ExceptionType) || Handlers.CatchesEverything(earlier)));

    private static bool Leaves(ICatchClauseOperation clause, ILoopOperation loop) =>
        clause.Handler.Operations.LastOrDefault() is IReturnOperation
        || clause.Handler.Operations.LastOrDefault() is IBranchOperation { BranchKind: BranchKind.Break, Target: var target } && SymbolEqualityComparer.Default.Equals(target, loop.ExitLabel);

    /// <summary>Whether a handler behind this one tells of all other failures.</summary>
    private static bool IsLoggedOtherwise(ITryOperation attempt, ICatchClauseOperation clause, CatchOutcome outcome) =>
        attempt.Catches.SkipWhile(other => other != clause).Skip(1).Any(other => Handlers.CatchesEverything(other) && outcome.Of(other).Verdict > CatchVerdict.Degraded);

    private static ISymbol Symbol(IOperation operation) => operation.EnclosingSymbol()!;
}
