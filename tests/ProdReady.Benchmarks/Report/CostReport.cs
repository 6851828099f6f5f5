using System.Globalization;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Benchmarks.Inputs;
using ProdReady.Benchmarks.Measuring;
using ProdReady.Benchmarks.Packages;

namespace ProdReady.Benchmarks.Report;

/// <summary>The tables of one run.</summary>
internal sealed class CostReport(Ledger ledger, IReadOnlyList<Input> inputs, IReadOnlyList<AnalyzerPackage> packages)
{
    private readonly double _compile = ledger.Least(Figure.Compile, inputs);
    private readonly double _bind = ledger.Least(Figure.Bind, inputs);
    private readonly double _thousandLines = inputs.Sum(input => input.ThousandLines);

    /// <summary>What was compiled, and what our callbacks cost on each.</summary>
    public Table Inputs()
    {
        var table = new Table("Input", "Files", "kLOC", "Compile ms", "Compile MB", "Our callbacks", "Our findings");
        foreach (var input in inputs)
        {
            table.Add(
                input.Name, input.Files.Count.ToString(CultureInfo.InvariantCulture), Number(input.ThousandLines, 1),
                Number(ledger.Least(Figure.Compile, input), 0), Number(ledger[Figure.CompileMegabytes, input], 0),
                Share(Callbacks(AnalyzerPackage.Ours, input) / ledger.Least(Figure.Compile, input)), Number(ledger[Figure.Findings(AnalyzerPackage.Ours), input], 0));
        }

        return table;
    }

    public Table Packages()
    {
        var table = new Table("Package", "Analyzers", "Callbacks / compile", "Whole cost / compile", "MB/kLOC above the empty operation analyzer", "Findings");
        foreach (var package in packages)
        {
            table.Add(
                package.Name, package.Analyzers.Length.ToString(CultureInfo.InvariantCulture),
                Share(Callbacks(package) / _compile),
                Share((ledger.Least(Figure.Whole(package), inputs) - _bind) / _compile),
                Number(MegabytesAboveEmpty(package), 3), Number(ledger[Figure.Findings(package), inputs], 0));
        }

        return table;
    }

    public Table Rules()
    {
        var table = new Table("Rule", "ms/kLOC", "Callbacks / compile", "Findings", "");
        foreach (var rule in AnalyzerPackage.Ours.Analyzers.OrderByDescending(MillisecondsPerThousandLines))
        {
            var time = MillisecondsPerThousandLines(rule);
            table.Add(
                NameOf(rule), Number(time, 3), Share(ledger.Least(Figure.Callbacks(AnalyzerPackage.Ours, rule), inputs) / _compile), Number(ledger[Figure.Findings(AnalyzerPackage.Ours, rule), inputs], 0),
                time > Limits.Rule ? $"above {Limits.Rule} ms/kLOC" : "");
        }

        return table;
    }

    /// <summary>Our promises, each with what was measured.</summary>
    public IEnumerable<Verdict> Verdicts()
    {
        var callbacks = Callbacks(AnalyzerPackage.Ours) / _compile;
        var collecting = inputs.Sum(input => Collecting(AnalyzerPackage.Ours, input)) / _compile;
        yield return new($"All rules: {Share(callbacks)} of the compile inside callbacks, {Share(collecting)} of it to collect what they allocate, limit {Share(Limits.Callbacks)}", callbacks <= Limits.Callbacks);
        var megabytes = MegabytesAboveEmpty(AnalyzerPackage.Ours);
        yield return new($"All rules: {Number(megabytes, 3)} MB/kLOC above the empty operation analyzer, limit {Limits.Megabytes}", megabytes <= Limits.Megabytes);
        var dearest = AnalyzerPackage.Ours.Analyzers.MaxBy(MillisecondsPerThousandLines)!;
        yield return new($"Dearest rule: {NameOf(dearest)} with {Number(MillisecondsPerThousandLines(dearest), 3)} ms/kLOC, limit {Limits.Rule}", MillisecondsPerThousandLines(dearest) <= Limits.Rule);
    }

    private double Callbacks(AnalyzerPackage package) => inputs.Sum(input => Callbacks(package, input));

    /// <summary>
    /// What the rules do, and the collection of what they allocate. A collection is set off by whoever allocates next, and most of what it goes through is the compiler's: so each package
    /// is charged with its share of what was allocated, and not with what happened to fall into its time.
    /// </summary>
    private double Callbacks(AnalyzerPackage package, Input input) =>
        ledger.Callbacks(package, input) + Collecting(package, input);

    private double Collecting(AnalyzerPackage package, Input input)
    {
        var all = ledger[Figure.Megabytes(package), input];
        return ledger.Least(Figure.Collecting(package), input) * Math.Max(0, all - ledger[Figure.Megabytes(Idle.OnOperations), input]) / all;
    }

    private double MegabytesAboveEmpty(AnalyzerPackage package) =>
        (ledger[Figure.Megabytes(package), inputs] - ledger[Figure.Megabytes(Idle.OnOperations), inputs]) / _thousandLines;

    private double MillisecondsPerThousandLines(DiagnosticAnalyzer rule) => ledger.Least(Figure.Callbacks(AnalyzerPackage.Ours, rule), inputs) / _thousandLines;

    private static string NameOf(DiagnosticAnalyzer rule) => rule.SupportedDiagnostics[0].Id + " " + rule.GetType().Name;

    private static string Number(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);

    private static string Share(double value) => Number(value * 100, 2) + " %";
}
