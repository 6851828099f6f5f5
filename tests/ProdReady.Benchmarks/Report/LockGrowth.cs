using System.Globalization;
using ProdReady.Benchmarks.Inputs;
using ProdReady.Benchmarks.Measuring;
using ProdReady.Benchmarks.Packages;

namespace ProdReady.Benchmarks.Report;

/// <summary>What the rules about hangs cost on code made of locks, as it doubles: as much more as there is more code, or the data flow is not linear.</summary>
internal static class LockGrowth
{
    /// <summary>How much the time may grow when the code doubles: twice, and what the caches of the processor and the collector add.</summary>
    private const double Most = 2.6;

    private static readonly AnalyzerPackage Rules = AnalyzerPackage.Ours with
    {
        Name = "hangs",
        Analyzers = [.. AnalyzerPackage.Ours.Analyzers.Where(rule => rule.SupportedDiagnostics[0].Category == "ProdReady.Hangs")],
    };

    public static bool Print(int rounds)
    {
        Input[][] series =
        [
            [.. new[] { 250, 500, 1000, 2000 }.Select(GeneratedLocks.Branches)],
            [.. new[] { 625, 1250, 2500, 5000 }.Select(GeneratedLocks.Calls)],
        ];
        var ledger = Measuring.Rounds.Run(rounds, [.. series.SelectMany(inputs => inputs)], [Rules]);
        var verdicts = new List<Verdict>();
        var table = new Table("input", "kLOC", "compile ms", "rules ms", "of the compile", "findings", "growth");
        foreach (var inputs in series)
        {
            Input? before = null;
            foreach (var input in inputs)
            {
                var (compile, rules) = (ledger[Figure.Compile, input], ledger[Figure.Callbacks(Rules), input]);
                table.Add(input.Name, Number(input.ThousandLines, "0.0"), Number(compile, "0"), Number(rules, "0"), Number(100 * rules / compile, "0") + " %",
                    Number(ledger[Figure.Findings(Rules), input], "0"), before is null ? "" : Number(rules / ledger[Figure.Callbacks(Rules), before], "0.0"));
                before = input;
            }

            var growth = Math.Pow(ledger[Figure.Callbacks(Rules), inputs[^1]] / ledger[Figure.Callbacks(Rules), inputs[0]], 1.0 / (inputs.Length - 1));
            verdicts.Add(new Verdict($"from {inputs[0].Name} to {inputs[^1].Name} the time of the rules grows {Number(growth, "0.0")} times with each doubling (at most {Number(Most, "0.0")})", growth <= Most));
        }

        Console.WriteLine($"""
            # What following locks costs

            Rounds: {rounds}, of which the medians; one thread; processor time; the rules about hangs alone.

            {table}

            {string.Join(Environment.NewLine, verdicts)}
            """);
        return verdicts.All(verdict => verdict.Kept);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
