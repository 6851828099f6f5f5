namespace ProdReady.Flow;

/// <summary>What becomes of an exception that a handler caught, the worst first. Of several paths through a handler the best decides: its author chose when to tell.</summary>
internal enum CatchVerdict
{
    /// <summary>Nobody is told.</summary>
    Lost,
    /// <summary>It is told in a way that production does not keep: compiled out of the build, or below the level that is written.</summary>
    Degraded,
    /// <summary>The code can tell that it failed, by a flag, a count or a made-up result; nobody learns why.</summary>
    Noted,
    /// <summary>Somebody is told that it failed, by a log, a metric, an event, or a helper out of our sight.</summary>
    Recorded,
    /// <summary>The exception is stored, returned, or given to somebody.</summary>
    Converted,
    /// <summary>It is thrown on, or another one in its place.</summary>
    Propagated,
}

/// <summary>How the code goes on when a handler lost an exception.</summary>
internal enum Aftermath
{
    /// <summary>Behind the try, as if nothing had happened.</summary>
    GoesOn,
    /// <summary>The caller gets a value that can mean failure (null, false, empty, a constant), or what failed is closed.</summary>
    FallsBack,
    /// <summary>The caller gets a value that means success: true, or a completed task.</summary>
    ClaimsSuccess,
}
