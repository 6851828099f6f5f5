using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Failures;

/// <summary>
/// A nightly total was 10 % too low for months: every malformed row ended in an empty catch, and the job reported success.
/// Left alone: handlers that throw, log, count, store or hand on the failure, on any path; handlers of chosen exceptions; clean-up, probing and parsing;
/// Dispose, finalizers, ToString and the sinks themselves. Weighs less where a comment gives the reason or the code falls back to a value that shows the failure.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwallowedException() : ProductionRule(Rule, InLoop, FallsBack, SaysYes)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD301", Concern.Failures, Blast.Request, At.Every(Warning),
        title: "An exception is swallowed",
        message: "When {0} fails, this catch drops the exception and the code goes on as if it had worked; log the exception or let it propagate");

    internal static readonly DiagnosticDescriptor InLoop = Describe.Variant(Rule,
        "When {0} fails, this catch drops the exception: the item is skipped without a trace and the loop reports success; log the exception or let it propagate");

    internal static readonly DiagnosticDescriptor FallsBack = Describe.Variant(Rule,
        "When {0} fails, the code falls back in silence and nobody can find out why; log the exception or let it propagate");

    internal static readonly DiagnosticDescriptor SaysYes = Describe.Variant(Rule,
        "When {0} fails, this catch logs it and answers true: the caller goes on as if it had worked; return false or let the exception propagate");

    /// <summary>The note for the fixer that the exception is logged, and the answer is wrong.</summary>
    internal const string Answer = "answer";

    internal static readonly Option<bool> CommentIsEnough = Options.Flag(
        "prodready.PRD301.comment_is_enough", true, "A comment of three words or more in the handler makes the finding a suggestion.");

    internal static readonly Option<bool> IncludeTyped = Options.Flag(
        "prodready.PRD301.include_typed", false, "Also reports empty handlers of a chosen exception type.");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var justified = new Justification(known.Outcomes);
        watch.On<ICatchClauseOperation>(OperationKind.CatchClause, clause =>
        {
            if (clause.Parent is not ITryOperation attempt) return null;
            var takesAll = Handlers.TakesAllFailures(clause);
            if (!takesAll && clause.Filter is not null) return null;
            var isOnRequest = !takesAll && watch.Read(IncludeTyped, clause);
            if (!takesAll && !isOnRequest && !OutsideFailures.Are(clause.ExceptionType, known)) return null;

            var outcome = known.Outcomes.Of(clause);
            var saysYes = takesAll && FalseSuccess.IsClaimedBy(clause, attempt, outcome);
            if (outcome.Verdict != CatchVerdict.Lost && !saysYes || justified.Of(clause, attempt)) return null;
            // PRD302 speaks for handlers that say themselves that they are not done.
            if (LostFailure.Of(attempt, outcome.Aftermath) is not { } lost || Unfinished.Mark(clause) is not null) return null;

            if (saysYes) return Comments.GiveReason(clause) ? null : new Finding(clause.Syntax.GetFirstToken(), Attempts.Name(attempt)) { Wording = SaysYes, Severity = Info, Learned = Finding.Notes((Answer, "")) };

            return new Finding(clause.Syntax.GetFirstToken(), Attempts.Name(attempt))
            {
                Wording = lost.FallsBack ? FallsBack : lost.IsPerItem ? InLoop : null,
                Severity = lost.WeighsLess || !takesAll && !isOnRequest || Comments.GiveReason(clause) && watch.Read(CommentIsEnough, clause) ? Info : null,
            };
        });
    }
}
