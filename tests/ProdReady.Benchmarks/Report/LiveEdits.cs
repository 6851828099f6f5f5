using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ProdReady.Benchmarks.Inputs;
using ProdReady.Benchmarks.Measuring;
using ProdReady.Benchmarks.Packages;

namespace ProdReady.Benchmarks.Report;

/// <summary>
/// What an editor waits for: a statement is typed into one file of a large project, and the findings of that file are asked for on the new compilation. Nothing of what
/// analyzers know of the old one is of use.
/// </summary>
internal static class LiveEdits
{
    private const int Lines = 100_000;

    /// <summary>A file of each kind, so that the walks of all rules are seen.</summary>
    private static readonly string[] Endings = ["Program.cs", "Worker.cs", "Repository.cs", "Controller.cs", "Endpoints.cs", "Registration.cs"];

    public static bool Print(int rounds, bool peers)
    {
        var input = GeneratedService.Write("Service", Lines, health: false);
        var files = Endings.Select(ending => input.Files.FirstOrDefault(file => file.Path.EndsWith(ending, StringComparison.Ordinal))).OfType<SourceFile>().ToArray();
        AnalyzerPackage[] packages = [AnalyzerPackage.Ours, Idle.OnSyntax, Idle.OnOperations, .. peers ? BuildFacts.Peers.Select(Peer.Load) : []];
        var ledger = new Dictionary<(string Package, string File), List<double>>();
        var rules = new Dictionary<(string Rule, string File), double>();
        for (var round = 0; round <= rounds; round++)
        {
            Console.Error.WriteLine(round == 0 ? "warming up" : $"round {round} of {rounds}");
            foreach (var file in files)
            {
                var project = input.Bound();
                _ = project.GetDiagnostics();
                foreach (var package in packages)
                {
                    var edited = Edit(project, file.Path, round);
                    var (times, cost) = Cost.Of(() => Findings(edited.Compilation, edited.Tree, package, input));
                    if (package == AnalyzerPackage.Ours && round == rounds) times.ToList().ForEach(time => rules[(time.Rule, file.Path)] = time.Milliseconds * cost.Unhindered);
                    if (round > 0) (ledger.TryGetValue((package.Name, file.Path), out var known) ? known : ledger[(package.Name, file.Path)] = []).Add(cost.Milliseconds);
                }
            }
        }

        double Time(AnalyzerPackage package, SourceFile file) => ledger[(package.Name, file.Path)].Order().ElementAt((ledger[(package.Name, file.Path)].Count - 1) / 2);
        var table = new Table(["Package", .. files.Select(file => Path.GetFileName(file.Path)), "all", "/ empty operation analyzer"]);
        var idle = files.Sum(file => Time(Idle.OnOperations, file));
        foreach (var package in packages)
        {
            var all = files.Sum(file => Time(package, file));
            table.Add([package.Name, .. files.Select(file => Number(Time(package, file))), Number(all), (all / idle).ToString("0.0", CultureInfo.InvariantCulture)]);
        }

        var dearest = new Table(["Rule", .. files.Select(file => Path.GetFileName(file.Path))]);
        foreach (var rule in rules.GroupBy(time => time.Key.Rule).OrderByDescending(times => times.Sum(time => time.Value)).Take(15))
            dearest.Add([rule.Key, .. files.Select(file => Number(rules[(rule.Key, file.Path)]))]);

        Console.WriteLine($"""
            # From an edit to the findings of the file

            A service of {input.ThousandLines.ToString("0", CultureInfo.InvariantCulture)} kLOC. Rounds: {rounds}, of which the medians; one thread; milliseconds of the processor, in which the compiler's own work on the
            edited file is. Only ratios mean something, and only those of one run.

            {table}

            The dearest of ours, in the last round. Who asks first pays for what others then find ready.

            {dearest}
            """);
        return true;
    }

    /// <summary>The compilation with one more statement in a method of the file.</summary>
    private static (Compilation Compilation, SyntaxTree Tree) Edit(Compilation project, string path, int round)
    {
        var before = project.SyntaxTrees.Single(tree => tree.FilePath == path);
        var body = before.GetRoot().DescendantNodes().OfType<BlockSyntax>().Last();
        var after = before.WithChangedText(before.GetText().WithChanges(new TextChange(new TextSpan(body.OpenBraceToken.Span.End, 0), $" var edited = {round}; _ = edited;")));
        return (project.ReplaceSyntaxTree(before, after), after);
    }

    /// <summary>Asks for the findings of the file; the time that each rule took.</summary>
    private static IEnumerable<(string Rule, double Milliseconds)> Findings(Compilation compilation, SyntaxTree tree, AnalyzerPackage package, Input input)
    {
        Exception? crash = null;
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions(package.Files, new BuildProperties(input.Properties)), onAnalyzerException: (exception, _, _) => crash ??= exception, concurrentAnalysis: false, logAnalyzerExecutionTime: true);
        var live = new CompilationWithAnalyzers(compilation, package.Analyzers, options);
        _ = live.GetAnalyzerSyntaxDiagnosticsAsync(tree, CancellationToken.None).GetAwaiter().GetResult();
        _ = live.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, CancellationToken.None).GetAwaiter().GetResult();
        if (crash is not null) throw crash;
        return [.. package.Analyzers.Select(rule => (rule.SupportedDiagnostics[0].Id + " " + rule.GetType().Name, live.GetAnalyzerTelemetryInfoAsync(rule, CancellationToken.None).GetAwaiter().GetResult().ExecutionTime.TotalMilliseconds))];
    }

    private static string Number(double milliseconds) => milliseconds.ToString("0", CultureInfo.InvariantCulture);
}
