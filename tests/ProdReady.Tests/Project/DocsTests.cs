using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using ProdReady.Engine;

namespace ProdReady.Tests.Project;

/// <summary>Each page has what a reader at 3 a.m. looks for, and its code blocks are true.</summary>
public class DocsTests
{
    private static readonly string[] Headings = ["What happens in production", "Found", "Instead", "Left alone", "Fix safety", "Options", "Known limits"];

    public static TheoryData<string> Stems => Catalog.Stems;

    public static TheoryData<string> StemsWithCode => [.. Catalog.Rules.Where(rule => rule.Concern != Concern.Configuration).Select(rule => rule.Stem)];

    [Theory]
    [MemberData(nameof(Stems))]
    public void The_headings_are_these(string stem) =>
        Assert.Equal(Headings, Regex.Matches(Page(stem), "^## (.+)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value));

    [Theory]
    [MemberData(nameof(Stems))]
    public void No_section_is_empty(string stem) =>
        Assert.All(Headings, heading => Assert.InRange(Section(stem, heading).Trim().Length, 5, int.MaxValue));

    [Theory]
    [MemberData(nameof(Stems))]
    public void It_says_what_to_look_for_at_3_am(string stem) => Assert.EndsWith(".", RuleIndex.Symptom(Catalog.Rule(stem)));

    [Theory]
    [MemberData(nameof(Stems))]
    public void Every_option_is_explained_as_declared(string stem)
    {
        var options = Catalog.Rule(stem).Options;
        if (options.Count == 0) Assert.StartsWith("None.", Section(stem, "Options").Trim());
        Assert.All(options, option => Assert.Contains($"| `{option.Key}` | {option.Accepts} | {option.DefaultText} | {option.Meaning} |", Section(stem, "Options")));
    }

    [FromRoslynTheory(4, 8)]
    [MemberData(nameof(StemsWithCode))]
    public async Task Found_raises_exactly_this_rule(string stem)
    {
        var found = new Snippet(Code(stem, "Found"), Project(stem));
        found.MustCompile();
        Assert.Equal([Catalog.Rule(stem).Id], (await found.Analyze(Catalog.Analyzers)).Where(IsOf(stem)).Select(diagnostic => diagnostic.Id));
    }

    [FromRoslynTheory(4, 8)]
    [MemberData(nameof(StemsWithCode))]
    public async Task Instead_raises_nothing(string stem)
    {
        var instead = new Snippet(Code(stem, "Instead"), Project(stem));
        instead.MustCompile();
        Assert.Empty((await instead.Analyze(Catalog.Analyzers)).Where(IsOf(stem)));
    }

    [FromRoslynTheory(4, 8)]
    [MemberData(nameof(StemsWithCode))]
    public async Task The_fix_turns_Found_into_Instead(string stem)
    {
        var rule = Catalog.Rule(stem);
        if (rule.Fixer is null || Page(stem).Contains("The fix alone does not get there, because ")) return;
        var bench = new FixBench(Code(stem, "Found"), Project(stem), rule.Analyzer, rule.Fixer, 0);
        Assert.Equal(Code(stem, "Instead"), (await bench.OneByOne()).Text);
    }

    /// <summary>A whole web application in an example lacks a health endpoint unless the page is about that.</summary>
    private static Func<Diagnostic, bool> IsOf(string stem) =>
        diagnostic => diagnostic.Id != "PRD501" || Catalog.Rule(stem).Concern == Concern.Health;

    private static Target Project(string stem) => new RulePage(stem).Project;

    private static string Page(string stem) => new RulePage(stem).Text;

    private static string Section(string stem, string heading) => new RulePage(stem).Section(heading);

    private static string Code(string stem, string heading) => new RulePage(stem).Code(heading);
}
