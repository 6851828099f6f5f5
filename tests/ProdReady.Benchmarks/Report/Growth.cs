using System.Globalization;
using ProdReady.Benchmarks.Inputs;
using ProdReady.Benchmarks.Measuring;
using ProdReady.Benchmarks.Packages;

namespace ProdReady.Benchmarks.Report;

/// <summary>What rules cost on code that doubles: as much more as there is more code, or something in them is not linear.</summary>
internal static class Growth
{
    /// <summary>How much the time may grow when the code doubles: twice, and what the caches of the processor and the collector add.</summary>
    private const double Most = 2.6;

    /// <summary>All rules, on a service up to the size of the largest projects.</summary>
    public static bool OfAllRules(int rounds) => Print("What all rules cost on a service that grows", AnalyzerPackage.Ours, rounds,
        [.. new[] { 12_500, 25_000, 50_000, 100_000, 200_000 }.Select(lines => GeneratedService.Write($"Service of {lines / 1000.0:0.#} kLOC", lines, health: false))]);

    /// <summary>The rules about hangs, on code made of locks.</summary>
    public static bool OfLocks(int rounds) => Print("What following locks costs", Hangs, rounds,
        [.. new[] { 250, 500, 1000, 2000 }.Select(GeneratedLocks.Branches)],
        [.. new[] { 625, 1250, 2500, 5000 }.Select(GeneratedLocks.Calls)]);

    private static AnalyzerPackage Hangs => AnalyzerPackage.Ours with
    {
        Name = "hangs",
        Analyzers = [.. AnalyzerPackage.Ours.Analyzers.Where(rule => rule.SupportedDiagnostics[0].Category == "ProdReady.Hangs")],
    };

    private static bool Print(string title, AnalyzerPackage rules, int rounds, params Input[][] series)
    {
        var ledger = Rounds.Run(rounds, [.. series.SelectMany(inputs => inputs)], [rules]);
        var verdicts = new List<Verdict>();
        var table = new Table("input", "kLOC", "compile ms", "rules ms", "of the compile", "MB/kLOC", "findings", "growth");
        foreach (var inputs in series)
        {
            Input? before = null;
            foreach (var input in inputs)
            {
                var (compile, time) = (ledger.Least(Figure.Compile, input), ledger.Callbacks(rules, input));
                table.Add(input.Name, Number(input.ThousandLines, "0.0"), Number(compile, "0"), Number(time, "0"), Number(100 * time / compile, "0.0") + " %",
                    Number(ledger[Figure.Megabytes(rules), input] / input.ThousandLines, "0.0"), Number(ledger[Figure.Findings(rules), input], "0"),
                    before is null ? "" : Number(time / ledger.Callbacks(rules, before), "0.0"));
                before = input;
            }

            var growth = Math.Pow(ledger.Callbacks(rules, inputs[^1]) / ledger.Callbacks(rules, inputs[0]), 1.0 / (inputs.Length - 1));
            verdicts.Add(new Verdict($"from {inputs[0].Name} to {inputs[^1].Name} the time of the rules grows {Number(growth, "0.0")} times with each doubling (at most {Number(Most, "0.0")})", growth <= Most));
        }

        Console.WriteLine($"""
            # {title}

            Rounds: {rounds}, of which the least; one thread; processor time. MB/kLOC is all that is allocated by parsing, binding and analyzing.

            {table}

            {string.Join(Environment.NewLine, verdicts)}
            """);
        return verdicts.All(verdict => verdict.Kept);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
