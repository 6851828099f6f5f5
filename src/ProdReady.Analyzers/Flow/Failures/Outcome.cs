namespace ProdReady.Flow;

/// <summary>The verdict on a handler, with what the rules say about it.</summary>
/// <param name="Verdict">What becomes of the exception.</param>
/// <param name="ByOtherMeans">What would become of it without the calls that log.</param>
/// <param name="Aftermath">How the code goes on when it is lost.</param>
/// <param name="IsCarried">Whether the exception itself, not only the fact that there was one, reaches somebody.</param>
/// <param name="Logs">The calls of the handler that log.</param>
internal sealed record Outcome(CatchVerdict Verdict, CatchVerdict ByOtherMeans, Aftermath Aftermath, bool IsCarried, IReadOnlyList<LogCall> Logs);
