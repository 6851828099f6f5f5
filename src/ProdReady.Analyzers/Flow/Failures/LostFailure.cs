using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>How much it matters that a failure is lost.</summary>
/// <param name="FallsBack">Whether the code around can tell that it failed, though nobody learns why.</param>
/// <param name="IsPerItem">Whether a loop goes on with the next item.</param>
/// <param name="WeighsLess">Whether the failure may be an ordinary answer.</param>
internal sealed record LostFailure(bool FallsBack, bool IsPerItem, bool WeighsLess)
{
    /// <summary>Null where losing it is right: reading a text that may be none.</summary>
    public static LostFailure? Of(ITryOperation attempt, Aftermath aftermath)
    {
        if (aftermath == Aftermath.ClaimsSuccess && Attempts.MayDeny(attempt)) aftermath = Aftermath.FallsBack;
        var isPerItem = Attempts.IsPerItem(attempt);
        var parses = BestEffort.OnlyParses(attempt.Body) && !Attempts.AddsUp(attempt);
        var fallsBack = aftermath == Aftermath.FallsBack || aftermath == Aftermath.GoesOn && Attempts.ShowsFailure(attempt);
        return parses && (fallsBack || !isPerItem) ? null : new LostFailure(fallsBack, isPerItem, fallsBack || parses || Attempts.FillsElement(attempt) || BestEffort.AsksByException(attempt.Body));
    }
}
