using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Failures;

/// <summary>
/// On the developer's machine every failed payment stood in the output window. In production nothing stood anywhere: Debug.WriteLine is compiled out of Release builds.
/// Left alone: handlers that tell somebody in any other way; chosen exceptions; what PRD301 leaves alone too; tasks that somebody else holds; waits and clean-up.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FailureRecordedNowhere() : ProductionRule(Rule, LowLevel, OnlyText, LastResort, NotThrown, Dropped)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD310", Concern.Failures, Blast.Request, At.Every(Warning),
        title: "A failure leaves no trace in production",
        message: "'{0}' is compiled out of Release builds: when {1} fails in production, nothing is written anywhere; log the exception");

    internal static readonly DiagnosticDescriptor LowLevel = Describe.Variant(Rule,
        "'{0}' is not written at the levels production keeps: when {1} fails there, nobody learns of it; log the exception as a warning or an error");

    internal static readonly DiagnosticDescriptor OnlyText = Describe.Variant(Rule,
        "'{0}' writes no exception, and the output of a service is no log: when {1} fails, the cause cannot be found; log the exception");

    internal static readonly DiagnosticDescriptor LastResort = Describe.Variant(Rule,
        "This handler marks unobserved exceptions as seen and tells nobody: every failed task in the process is lost here; log the exception");

    internal static readonly DiagnosticDescriptor NotThrown = Describe.Variant(Rule,
        "Nobody holds the task of {0} and its exception is not thrown: when it fails, the code goes on as if it had worked; await it without 'SuppressThrowing'");

    internal static readonly DiagnosticDescriptor Dropped = Describe.Variant(Rule,
        "This continuation of {0} does not look at the task: when it fails, the exception is dropped and the code goes on as if it had worked; await the task itself");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var justified = new Justification(known.Outcomes);
        watch.On<ICatchClauseOperation>(OperationKind.CatchClause, clause => OfHandler(clause, known, justified));
        watch.On<IEventAssignmentOperation>(OperationKind.EventAssignment, OfLastResort);

        var ownFailures = new Lazy<OwnFailures>(() => new OwnFailures(known));
        var (configure, goOn) = (known.Calls(TaskApis.ConfigureAwait), known.Calls(TaskApis.ContinueWith));
        watch.OnCall([configure, goOn], call =>
            configure.Has(call.TargetMethod) && UnseenTasks.SuppressesThrowing(call) && UnseenTasks.Call(call) is { } quiet && !ownFailures.Value.AreHandledBy(quiet) ? new Finding(Names.Called(call), Quoted(quiet)) { Wording = NotThrown }
            : goOn.Has(call.TargetMethod) && UnseenTasks.DoesNothing(call) && UnseenTasks.Call(call) is { } dropped && !ownFailures.Value.AreHandledBy(dropped) ? new Finding(Names.Called(call), Quoted(dropped)) { Wording = Dropped }
            : null);
    }

    private static Finding? OfHandler(ICatchClauseOperation clause, Known known, Justification justified)
    {
        if (clause.Parent is not ITryOperation attempt || !Handlers.TakesAllFailures(clause)) return null;
        var outcome = known.Outcomes.Of(clause);
        if (outcome.Logs.Count == 0 || outcome.ByOtherMeans != CatchVerdict.Lost || Wording(outcome, clause, known) is not var (entry, wording, weighsLess)) return null;
        if (justified.Of(clause, attempt) || LostFailure.Of(attempt, outcome.Aftermath) is not { } lost || Unfinished.Mark(clause) is not null) return null;
        return new Finding(Names.Called(entry), Names.Text(entry).Split('(')[0], Attempts.Name(attempt))
        {
            Wording = wording,
            Severity = weighsLess || lost.WeighsLess || Comments.GiveReason(clause) ? Info : null,
        };
    }

    /// <summary>What is wrong with all that a handler writes.</summary>
    private static (IOperation Entry, DiagnosticDescriptor Wording, bool WeighsLess)? Wording(Outcome outcome, ICatchClauseOperation clause, Known known)
    {
        var best = outcome.Logs.OrderByDescending(log => log.Level).First();
        if (best.Level == LogLevel.CompiledOut) return (best.Call, Rule, false);
        if (best.Level == LogLevel.Low) return (best.Call, LowLevel, true);
        return outcome.Logs.All(log => log.IsBelowNotice || log is { IsConsole: true, Kept: < Kept.Text }) && IsInService(clause, known) ? (best.Call, OnlyText, true) : null;
    }

    /// <summary>Not the entry point: whoever starts the program reads what it writes there.</summary>
    private static bool IsInService(ICatchClauseOperation clause, Known known) =>
        known.Kind is ProjectKind.Web or ProjectKind.Worker
        && clause.EnclosingSymbol() is not IMethodSymbol { IsStatic: true, Name: "Main" or WellKnownMemberNames.TopLevelStatementsEntryPointMethodName };

    /// <summary><c>TaskScheduler.UnobservedTaskException += (_, e) => e.SetObserved();</c></summary>
    private static Finding? OfLastResort(IEventAssignmentOperation assignment) =>
        assignment is { Adds: true, EventReference: IEventReferenceOperation { Event: { Name: "UnobservedTaskException", ContainingType.Name: "TaskScheduler" } } }
        && assignment.HandlerValue.Descendants().OfType<IAnonymousFunctionOperation>().FirstOrDefault() is { Body: var body }
        && body.Descendants().OfType<IInvocationOperation>().Where(call => !LogCalls.IsCompiledOut(call.TargetMethod)).ToArray() is { Length: > 0 } calls
        && calls.All(call => call.TargetMethod.Name == "SetObserved")
        && !body.Descendants().Any(operation => operation is IAssignmentOperation or IIncrementOrDecrementOperation or IThrowOperation)
            ? new Finding(assignment.EventReference.Syntax) { Wording = LastResort }
            : null;

    private static string Quoted(IInvocationOperation call) => $"'{call.TargetMethod.Name}'";
}
