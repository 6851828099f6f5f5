using System.Diagnostics;

namespace ProdReady.Benchmarks.Measuring;

/// <summary>What a step took: milliseconds of the processor, and megabytes. <paramref name="Unhindered"/> is the share of the time in which the processor was ours.</summary>
internal sealed record Cost(double Milliseconds, double Megabytes, double Unhindered)
{
    public static (T Result, Cost Cost) Of<T>(Func<T> step)
    {
        // Also drops the symbols of the references, which Roslyn would hand on from one compilation to the next.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var result = step();
        var elapsed = watch.Elapsed;
        var used = Environment.CpuUsage.TotalTime - processor;
        return (result, new Cost(
            used.TotalMilliseconds,
            (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6,
            Math.Min(1, used / elapsed)));
    }
}
