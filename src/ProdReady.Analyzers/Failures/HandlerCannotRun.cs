using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Failures;

/// <summary>
/// The fallback for a failed price service was never taken: the try returned the task un-awaited and was left before the request had failed.
/// Left alone: tasks that somebody in the try waits for, callees that may fail before they return a task, handlers that make a failed task of what they caught or
/// only clean up and rethrow, handlers of an exception that other code in the try throws.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HandlerCannotRun() : ProductionRule(Rule, Dropped, TooEarly)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD309", Concern.Failures, Blast.Request, At.Every(Warning),
        title: "A handler cannot see the failure of the task",
        message: "The task of '{0}' is returned un-awaited, so this catch never sees its exception; await it inside the try");

    internal static readonly DiagnosticDescriptor Dropped = Describe.Variant(Rule,
        "Nobody awaits '{0}' inside the try, so this catch never sees its exception; await it there");

    internal static readonly DiagnosticDescriptor TooEarly = Describe.Variant(Rule,
        "The task of '{0}' is returned un-awaited, so the finally runs '{1}' while the work still needs it; await it inside the try");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var tasks = new UnawaitedTasks(known);
        watch.On<ITryOperation>(OperationKind.Try, attempt =>
        {
            if (tasks.ReturnedFrom(attempt) is { } returned)
            {
                if (tasks.MissedBy(attempt, returned)) return new Finding(Names.Called(returned), returned.TargetMethod.Name);
                return tasks.CutShortBy(attempt, returned) is { } cleanUp ? new Finding(Names.Called(returned), returned.TargetMethod.Name, Names.Text(cleanUp)) { Wording = TooEarly } : null;
            }

            return !attempt.Catches.IsEmpty && tasks.DroppedIn(attempt) is { } dropped && tasks.MissedBy(attempt, dropped) ? new Finding(Names.Called(dropped), dropped.TargetMethod.Name) { Wording = Dropped } : null;
        });
    }
}
