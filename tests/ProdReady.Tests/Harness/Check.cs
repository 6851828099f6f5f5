using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;

namespace ProdReady.Tests.Harness;

/// <summary>
/// The surface of the tests, kept close to Microsoft's testing library so that it can be swapped in this one place.
/// </summary>
internal static partial class Check
{
    /// <summary>The rule reports exactly the marked places of <paramref name="markup"/>; without marks it is silent.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Rule<TRule>(string markup, Target? project = null, params string[] more)
        where TRule : DiagnosticAnalyzer, new()
    {
        var marked = Markup.Parse(markup.Replace("\r\n", "\n"));
        var snippet = new Snippet(marked.Source, project, more);
        snippet.MustCompile();

        var rule = new TRule();
        var found = await snippet.Analyze(rule);
        var expected = marked.Marks.Select(mark => (Id: mark.Id ?? rule.SupportedDiagnostics[0].Id, Text: Show(marked.Source, mark.Span.Start, mark.Span.End)));
        var actual = found.Select(diagnostic => (diagnostic.Id, Text: Show(diagnostic.Location.SourceTree?.ToString() ?? "", diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.End)));
        Assert.Equal(expected.OrderBy(entry => entry.Text, StringComparer.Ordinal), actual.OrderBy(entry => entry.Text, StringComparer.Ordinal));
        Assert.All(found, diagnostic => Assert.DoesNotMatch(Hole(), diagnostic.GetMessage(null)));
        return found;
    }

    /// <summary>The rule reports with this severity.</summary>
    public static async Task Severity<TRule>(DiagnosticSeverity severity, string markup, Target? project = null)
        where TRule : DiagnosticAnalyzer, new()
    {
        var found = await Rule<TRule>(markup, project);
        Assert.NotEmpty(found);
        Assert.All(found, diagnostic => Assert.Equal(severity, diagnostic.Severity));
    }

    /// <summary>
    /// The fix at <paramref name="index"/> turns one into the other, one finding after another and all at once; the result compiles, has no finding left
    /// and offers no fix again.
    /// </summary>
    public static async Task Fix<TRule, TFixer>(string markup, string after, Target? project = null, int index = 0)
        where TRule : DiagnosticAnalyzer, new()
        where TFixer : CodeFixProvider, new()
    {
        await Rule<TRule>(markup, project);
        var source = Markup.Parse(markup.Replace("\r\n", "\n")).Source;
        var bench = new FixBench(source, project ?? new Target(), new TRule(), new TFixer(), index);
        var expected = after.Replace("\r\n", "\n");

        var oneByOne = await bench.OneByOne();
        Assert.Equal(expected, oneByOne.Text);
        Snippet.MustCompile(oneByOne.Compilation);
        Assert.Empty(oneByOne.Left);

        var atOnce = await bench.AtOnce();
        Assert.Equal(expected, atOnce.Text);
    }

    /// <summary>The rule reports, and no fix is offered.</summary>
    public static async Task NoFix<TRule, TFixer>(string markup, Target? project = null)
        where TRule : DiagnosticAnalyzer, new()
        where TFixer : CodeFixProvider, new()
    {
        Assert.NotEmpty(await Rule<TRule>(markup, project));
        var bench = new FixBench(Markup.Parse(markup.Replace("\r\n", "\n")).Source, project ?? new Target(), new TRule(), new TFixer(), 0);
        Assert.Empty(await bench.Offers());
    }

    private static readonly Lazy<string[]> FixerSources = new(() => [.. Directory.EnumerateFiles(Repository.PathOf("src/ProdReady.CodeFixes"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)]);

    /// <summary>The rule reports, and the fix of this title is not offered.</summary>
    public static async Task NoFixNamed<TRule, TFixer>(string title, string markup, Target? project = null)
        where TRule : DiagnosticAnalyzer, new()
        where TFixer : CodeFixProvider, new()
    {
        Assert.NotEmpty(await Rule<TRule>(markup, project));
        // Of a title that no fix has it would always be true.
        Assert.Contains(FixerSources.Value, source => source.Contains('"' + title + '"', StringComparison.Ordinal));
        var bench = new FixBench(Markup.Parse(markup.Replace("\r\n", "\n")).Source, project ?? new Target(), new TRule(), new TFixer(), 0);
        Assert.DoesNotContain(title, (await bench.Offers()).Select(offer => offer.Title));
    }

    /// <summary>What another package reports at each of the marked places (<c>{|CA1031:...|}</c>, or the first id that the suppressor knows) is silenced.</summary>
    public static async Task Silenced<TSuppressor>(string markup, Target? project = null)
        where TSuppressor : ProductionSuppressor, new() =>
        Assert.All(await Reported<TSuppressor>(markup, project), diagnostic => Assert.True(diagnostic.IsSuppressed, $"{diagnostic} is still there"));

    /// <summary>What another package reports at each of the marked places stays.</summary>
    public static async Task NotSilenced<TSuppressor>(string markup, Target? project = null)
        where TSuppressor : ProductionSuppressor, new() =>
        Assert.All(await Reported<TSuppressor>(markup, project), diagnostic => Assert.False(diagnostic.IsSuppressed, $"{diagnostic} is gone"));

    private static async Task<IReadOnlyList<Diagnostic>> Reported<TSuppressor>(string markup, Target? project)
        where TSuppressor : ProductionSuppressor, new()
    {
        var marked = Markup.Parse(markup.Replace("\r\n", "\n"));
        Assert.NotEmpty(marked.Marks);
        var snippet = new Snippet(marked.Source, project);
        snippet.MustCompile();

        var crashes = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        var suppressor = new TSuppressor { Crashed = crashes.Enqueue };
        var peer = new Peer([.. marked.Marks.Select(mark => mark with { Id = mark.Id ?? suppressor.SupportedSuppressions[0].SuppressedDiagnosticId })]);
        var found = await snippet.Analyze(peer, suppressor);
        Assert.Empty(crashes);
        Assert.Equal(marked.Marks.Count, found.Length);
        return found;
    }

    private static string Show(string source, int start, int end)
    {
        if (start > source.Length) return "";
        var line = source[..start].Count(character => character == '\n') + 1;
        return $"line {line:0000} column {start - source.LastIndexOf('\n', Math.Max(0, start - 1)):000}: {source[start..Math.Min(end, source.Length)]}";
    }

    [GeneratedRegex(@"\{\d")]
    private static partial Regex Hole();
}
