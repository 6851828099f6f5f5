namespace ProdReady.Benchmarks.Report;

/// <summary>What we promise.</summary>
internal static class Limits
{
    /// <summary>The time inside all our callbacks, as a share of the compile.</summary>
    public const double Callbacks = 0.05;

    /// <summary>Megabytes per thousand lines, beyond what an analyzer takes that does nothing.</summary>
    public const double Megabytes = 0.5;

    /// <summary>Milliseconds of one rule per thousand lines.</summary>
    public const double Rule = 2;
}
