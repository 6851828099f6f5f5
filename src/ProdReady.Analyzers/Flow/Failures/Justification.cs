using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>What makes it right that a handler is silent.</summary>
internal sealed class Justification(CatchOutcome outcome)
{
    /// <summary>
    /// Whether the attempt only cleans up or asks, is made again, is told of by others, or sits where a failure is an answer. Also where part of it does not compile.
    /// </summary>
    public bool Of(ICatchClauseOperation clause, ITryOperation attempt) =>
        BestEffort.OnlyCleansUp(attempt.Body, outcome.IsTelling) || BestEffort.OnlyProbes(attempt.Body)
        || Attempts.IsTriedAgain(attempt) || Attempts.IsFollowedByThrow(attempt) || Attempts.IsUnclear(attempt)
        || IsToldAlready(attempt) || Surroundings.ExpectFailure(clause);

    /// <summary>Whether the attempt is part of a handler that tells of the first failure.</summary>
    private bool IsToldAlready(ITryOperation attempt) =>
        attempt.Enclosing<ICatchClauseOperation>() is { } first && outcome.Without(attempt, first).Verdict > CatchVerdict.Degraded;
}
