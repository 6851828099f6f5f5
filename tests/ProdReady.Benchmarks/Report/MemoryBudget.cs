using System.Globalization;
using ProdReady.Benchmarks.Inputs;
using ProdReady.Benchmarks.Measuring;
using ProdReady.Benchmarks.Packages;

namespace ProdReady.Benchmarks.Report;

/// <summary>
/// What all rules allocate beyond an analyzer that does nothing: a figure that is the same on every machine, so it can be checked in a build. Where memory is short the collector
/// drops what Roslyn only keeps for as long as there is room, and it is made anew; so the least of some attempts counts.
/// </summary>
internal static class MemoryBudget
{
    private const int Lines = 15_000;
    private const int Attempts = 3;

    public static bool Print()
    {
        Input[] inputs = [GeneratedService.Write("Service", Lines, health: false), GeneratedService.Write("ServiceWithHealth", lines: 5_000, health: true), .. OwnSources.Read()];
        double Megabytes(AnalyzerPackage package) => inputs.Sum(input => Cost.Of(() => Analysis.Run(input, package)).Cost.Megabytes);

        // What is made once for a process is made here: the names in the references, the tables.
        foreach (var package in new[] { AnalyzerPackage.Ours, Idle.OnOperations }) Analysis.Run(inputs[1], package);
        var above = double.MaxValue;
        for (var attempt = 0; attempt < Attempts && above > Limits.Megabytes; attempt++)
            above = Math.Min(above, (Megabytes(AnalyzerPackage.Ours) - Megabytes(Idle.OnOperations)) / inputs.Sum(input => input.ThousandLines));

        var verdict = new Verdict($"All rules: {above.ToString("0.000", CultureInfo.InvariantCulture)} MB/kLOC above the empty operation analyzer, limit {Limits.Megabytes}", above <= Limits.Megabytes);
        Console.WriteLine(verdict);
        return verdict.Kept;
    }
}
