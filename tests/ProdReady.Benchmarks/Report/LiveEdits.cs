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
internal sealed class LiveEdits
{
    private const int Lines = 100_000;
    private const int Dearest = 15;

    /// <summary>A file of each kind, so that the walks of all rules are seen.</summary>
    private static readonly string[] Endings = ["Program.cs", "Worker.cs", "Repository.cs", "Controller.cs", "Endpoints.cs", "Registration.cs"];

    private readonly Ledger _ledger = new();
    private readonly Input _input = GeneratedService.Write("Service", Lines, health: false);
    private readonly IReadOnlyList<SourceFile> _files;
    private readonly IReadOnlyList<AnalyzerPackage> _packages;

    private LiveEdits(bool peers)
    {
        _files = [.. Endings.Select(ending => _input.Files.FirstOrDefault(file => file.Path.EndsWith(ending, StringComparison.Ordinal))).OfType<SourceFile>()];
        _packages = [AnalyzerPackage.Ours, Idle.OnSyntax, Idle.OnOperations, .. peers ? BuildFacts.Peers.Select(Peer.Load) : []];
    }

    public static void Print(int rounds, bool peers)
    {
        var edits = new LiveEdits(peers);
        edits.Round(new Ledger(), 0);
        for (var round = 1; round <= rounds; round++)
        {
            Console.Error.WriteLine($"round {round} of {rounds}");
            edits.Round(edits._ledger, round);
        }

        Console.WriteLine($"""
            # From an edit to the findings of the file

            A service of {Number(edits._input.ThousandLines)} kLOC. Rounds: {rounds}, of which the medians; one thread; milliseconds of the processor, in which the compiler's own work on the
            edited file is. Only ratios mean something, and only those of one run.

            {edits.Packages()}

            The dearest of ours. Who asks first pays for what others then find ready.

            {edits.Rules()}
            """);
    }

    private void Round(Ledger ledger, int round)
    {
        foreach (var file in _files)
        {
            var project = _input.Bound();
            _ = project.GetDiagnostics();
            foreach (var package in _packages)
            {
                var (compilation, tree) = Edit(project, file.Path, round);
                var (rules, cost) = Cost.Of(() => Analysis.Run(compilation, tree, _input, package));
                ledger.Note(At(file, Figure.Whole(package)), _input, cost.Milliseconds);
                // Roslyn takes these times with a wall clock; without the share, another process would count as ours.
                foreach (var (rule, milliseconds) in rules) ledger.Note(At(file, Figure.Callbacks(package, rule)), _input, milliseconds * cost.Unhindered);
            }
        }
    }

    private Table Packages()
    {
        var table = Named("Package", "all", "/ empty operation analyzer");
        var idle = _files.Sum(file => Time(Figure.Whole(Idle.OnOperations), file));
        foreach (var package in _packages)
        {
            var all = _files.Sum(file => Time(Figure.Whole(package), file));
            table.Add([package.Name, .. _files.Select(file => Number(Time(Figure.Whole(package), file))), Number(all), (all / idle).ToString("0.0", CultureInfo.InvariantCulture)]);
        }

        return table;
    }

    private Table Rules()
    {
        var table = Named("Rule");
        foreach (var rule in AnalyzerPackage.Ours.Analyzers.OrderByDescending(rule => _files.Sum(file => OfRule(rule, file))).Take(Dearest))
            table.Add([rule.SupportedDiagnostics[0].Id + " " + rule.GetType().Name, .. _files.Select(file => Number(OfRule(rule, file)))]);
        return table;
    }

    private Table Named(string first, params string[] last) => new([first, .. _files.Select(file => Path.GetFileName(file.Path)), .. last]);

    private double OfRule(DiagnosticAnalyzer rule, SourceFile file) => Time(Figure.Callbacks(AnalyzerPackage.Ours, rule), file);

    private double Time(string figure, SourceFile file) => _ledger[At(file, figure), _input];

    private static string At(SourceFile file, string figure) => file.Path + " " + figure;

    /// <summary>The compilation with one more statement in a method of the file.</summary>
    private static (Compilation Compilation, SyntaxTree Tree) Edit(Compilation project, string path, int round)
    {
        var before = project.SyntaxTrees.Single(tree => tree.FilePath == path);
        var body = before.GetRoot().DescendantNodes().OfType<BlockSyntax>().Last();
        var after = before.WithChangedText(before.GetText().WithChanges(new TextChange(new TextSpan(body.OpenBraceToken.Span.End, 0), $" var edited = {round}; _ = edited;")));
        return (project.ReplaceSyntaxTree(before, after), after);
    }

    private static string Number(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
