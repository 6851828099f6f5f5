using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Failures;

/// <summary>
/// Unpaid orders were shipped for a week: the handler of a declined card was a TODO, and the code went on behind it.
/// Left alone: handlers that end with a throw. Weighs less where the handler tells somebody or gives a reason for going on, and where a failure is expected or changes nothing.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnfinishedErrorHandler() : ProductionRule(Rule, Open, LosesCause, OnlyForDevelopers)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD302", Concern.Failures, Blast.Request, At.Every(Warning),
        title: "An error handler is unfinished",
        message: "When {0} fails, this handler drops the exception and leaves to be done what its {1} says: the code goes on half-done and nobody is told; log the exception and rethrow, or finish the handler");

    internal static readonly DiagnosticDescriptor Open = Describe.Variant(Rule,
        "When {0} fails in production, what the {1} in this handler leaves open is missing; finish the handler");

    internal static readonly DiagnosticDescriptor LosesCause = Describe.Variant(Rule,
        "When {0} fails, this handler throws a {1} that does not name the cause, and the cause is lost; log the exception and rethrow it with 'throw;'");

    internal static readonly DiagnosticDescriptor OnlyForDevelopers = Describe.Variant(Rule,
        "When {0} fails, all this handler does is '{1}', which only developers see: in production the exception is dropped; log the exception and rethrow");

    /// <summary>The note for the fixer that only the author knows what is missing.</summary>
    internal const string OnlyTheAuthorKnows = "author";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var outcome = known.Outcomes;
        watch.On<ICatchClauseOperation>(OperationKind.CatchClause, clause =>
        {
            if (Unfinished.Mark(clause) is not { } mark || clause.Parent is not ITryOperation attempt || Attempts.IsUnclear(attempt)) return null;

            var stub = Unfinished.Stub(clause);
            var isTold = stub is null && outcome.Of(clause).Verdict > CatchVerdict.Degraded;
            // A reason beside the word: going on is decided, and a hack with a reason is ugly, but done.
            var isDecided = stub is null && mark != "XXX" && Comments.GiveReason(clause);
            var isExpected = isDecided || Surroundings.ExpectFailure(clause) || BestEffort.OnlyCleansUp(attempt.Body, outcome.IsTelling) || IsCancellation(clause);
            return new Finding(clause.Syntax.GetFirstToken(), Attempts.Name(attempt), mark)
            {
                Wording = stub is null ? isTold || isExpected ? Open : null : stub.Contains('.') ? OnlyForDevelopers : LosesCause,
                Severity = isTold || isExpected ? Info : null,
                Learned = isTold || isExpected ? Finding.Notes((OnlyTheAuthorKnows, mark)) : Finding.Notes(),
            };
        });
    }

    private static bool IsCancellation(ICatchClauseOperation clause) =>
        clause.ExceptionType is { Name: "OperationCanceledException" or "TaskCanceledException", ContainingNamespace.Name: "System" or "Tasks" };
}
