using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Benchmarks.Inputs;
using ProdReady.Benchmarks.Packages;

namespace ProdReady.Benchmarks.Measuring;

/// <summary>Measures everything several times, in turns: what slows the machine down for a while slows all of them down.</summary>
internal static class Rounds
{
    public static Ledger Run(int rounds, IReadOnlyList<Input> inputs, IReadOnlyList<AnalyzerPackage> packages)
    {
        // The first to run some code pays for its just-in-time compilation; for that the small inputs are enough.
        Once(new Ledger(), [.. inputs.OrderByDescending(input => input.ThousandLines).Skip(1)], packages);
        var ledger = new Ledger();
        for (var round = 1; round <= rounds; round++)
        {
            Console.Error.WriteLine($"round {round} of {rounds}");
            Once(ledger, inputs, packages);
        }

        return ledger;
    }

    private static void Once(Ledger ledger, IReadOnlyList<Input> inputs, IReadOnlyList<AnalyzerPackage> packages)
    {
        foreach (var input in inputs)
        {
            var (_, compile) = Cost.Of(input.Emit);
            ledger.Note(Figure.Compile, input, compile.Milliseconds);
            ledger.Note(Figure.CompileMegabytes, input, compile.Megabytes);

            var (_, bind) = Cost.Of(() => input.Parse().GetDiagnostics());
            ledger.Note(Figure.Bind, input, bind.Milliseconds);

            foreach (var package in packages)
            {
                var (result, cost) = Cost.Of(() => Analysis.Run(input, package));
                Note(ledger, input, package, result, cost);
            }
        }
    }

    private static void Note(Ledger ledger, Input input, AnalyzerPackage package, AnalysisResult result, Cost cost)
    {
        ledger.Note(Figure.Whole(package), input, cost.Milliseconds);
        ledger.Note(Figure.Megabytes(package), input, cost.Megabytes);
        ledger.Note(Figure.Collecting(package), input, cost.Collecting);
        ledger.Note(Figure.Findings(package), input, result.GetAllDiagnostics().Length);

        foreach (var analyzer in package.Analyzers)
        {
            // Roslyn takes these times with a wall clock; without the share, another process would count as ours.
            var time = result.AnalyzerTelemetryInfo[analyzer].ExecutionTime.TotalMilliseconds * cost.Unhindered;
            ledger.Note(Figure.Callbacks(package, analyzer), input, time);
            ledger.Note(Figure.Findings(package, analyzer), input, result.GetAllDiagnostics(analyzer).Length);
        }
    }
}
