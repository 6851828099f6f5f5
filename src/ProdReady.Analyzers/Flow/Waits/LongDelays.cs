using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Delays that somebody has to sit out: of some seconds, and no pause between two attempts.</summary>
internal static class LongDelays
{
    /// <summary>What is shorter nobody notices in a start.</summary>
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    /// <summary>Whether the time that <paramref name="delay"/> takes is written there, long, and outside of loops and handlers.</summary>
    public static bool Is(IInvocationOperation delay) =>
        delay.Arguments.Length > 0 && Durations.Of(delay.Arguments[0].Value) >= Least && delay.Enclosing<ILoopOperation>() is null && delay.Enclosing<ICatchClauseOperation>() is null;
}
