namespace ProdReady.Flow;

/// <summary>When in the life of the host a piece of code runs.</summary>
[Flags]
internal enum HostedPhase
{
    None = 0,
    /// <summary>Until the host has started: constructors, <c>StartAsync</c> and what belongs to it.</summary>
    Start = 1,
    /// <summary>While it runs: <c>ExecuteAsync</c>, and everything that the start only begins.</summary>
    Work = 2,
    /// <summary>When it stops: <c>StopAsync</c>, <c>Dispose</c>, callbacks of the stopping token.</summary>
    Stop = 4,
}
