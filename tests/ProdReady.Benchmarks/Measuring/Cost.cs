using System.Diagnostics;

namespace ProdReady.Benchmarks.Measuring;

/// <summary>
/// What a step took: milliseconds of the processor, and megabytes. <paramref name="Unhindered"/> is the share of the time in which the processor was ours,
/// <paramref name="Collecting"/> the milliseconds in which everything waited for the garbage collector.
/// </summary>
internal sealed record Cost(double Milliseconds, double Megabytes, double Unhindered, double Collecting)
{
    private const int MostGarbage = 100_000_000;

    private static readonly Random Dice = new(20260101);

    public static (T Result, Cost Cost) Of<T>(Func<T> step)
    {
        // Also drops the symbols of the references, which Roslyn would hand on from one compilation to the next.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        ShiftCollections();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var paused = GC.GetTotalPauseDuration();
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var result = step();
        var elapsed = watch.Elapsed;
        var used = Environment.CpuUsage.TotalTime - processor;
        return (result, new Cost(
            used.TotalMilliseconds,
            (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6,
            Math.Min(1, used / elapsed),
            (GC.GetTotalPauseDuration() - paused).TotalMilliseconds));
    }

    /// <summary>The same step allocates the same each time, and the same innocent line would be charged with the same collection in every round.</summary>
    private static void ShiftCollections()
    {
        for (var left = Dice.Next(MostGarbage); left > 0; left -= 4096) GC.KeepAlive(new byte[4096]);
    }
}
