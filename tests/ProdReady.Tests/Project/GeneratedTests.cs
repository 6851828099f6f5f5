using System.Text;
using Microsoft.CodeAnalysis;
using ProdReady.Engine;

namespace ProdReady.Tests.Project;

/// <summary>Everything that repeats what the code says is generated from it.</summary>
public class GeneratedTests
{
    public static TheoryData<string> Stems => Catalog.Stems;

    public static TheoryData<string> Versions => [.. ReleaseTests.Versions];

    public static TheoryData<Scale> Scales => [.. Enum.GetValues<Scale>()];

    [Theory]
    [MemberData(nameof(Stems))]
    public void The_head_of_a_page(string stem)
    {
        var rule = Catalog.Rule(stem);
        Bless.SectionMatches(rule.Page, "generated", $"""
            {rule.Descriptor.Title}.

            | concern | takes down | {string.Join(" | ", Enum.GetNames<Scale>().Select(name => name.ToLowerInvariant()))} | fix |
            |---|---|---|---|---|---|---|
            | {rule.Concern} | {RuleIndex.BlastOf(rule)} | {string.Join(" | ", Enum.GetValues<Scale>().Select(scale => RuleIndex.Severity(rule, scale)))} | {(rule.Fixer is null ? "no" : "yes")} |

            """.Replace("\r\n", "\n"));
    }

    [Fact]
    public void The_index() => Bless.Matches("docs/index.md", $"""
        # Rules

        The link behind a diagnostic opens the page of its rule: what happens in production, the pattern to use instead, and what is left alone. Nothing at hand but a failure? Begin with [what you see](#what-you-see). To choose what is on, go by [concern](#by-concern).

        ## What you see

        {RuleIndex.Symptoms()}## By concern

        At each [scale](presets.md), a *warning* would wake somebody up, a *suggestion* would make the call longer. What a rule *takes down* decides what is left out where something [may break](presets.md#what-may-break). All settings: [options](options.md).

        {RuleIndex.Tables()}## What others report

        What other packages report and we can prove wrong is taken back, with the reason; [suppressors](suppressors.md) says how to turn that off. Which of their rules say the same as ours: [adopting](adopting.md#other-analyzers). How often ours were right on real code: [precision](precision.md).

        {Suppressors("suppressors.md")}
        """.Replace("\r\n", "\n"));

    [Fact]
    public void The_concerns_of_the_README() => Bless.SectionMatches("README.md", "concerns", RuleIndex.Overview());

    [Fact]
    public void The_head_of_the_page_of_suppressors() => Bless.SectionMatches("docs/suppressors.md", "suppressors", Suppressors(""));

    [Fact]
    public void The_options_page()
    {
        var page = new StringBuilder("""
            # Options

            Keys for `.editorconfig`. A value that is not understood is reported as [PRD001](rules/PRD001.md), with the line and what is accepted.

            | key | values | default | meaning |
            |---|---|---|---|

            """.Replace("\r\n", "\n"));
        foreach (var option in Option.All.Values.OrderBy(option => option.Key, StringComparer.Ordinal))
            page.Append($"| `{option.Key}` | {option.Accepts} | {option.DefaultText} | {option.Meaning} |\n");
        page.Append("""

            ## APIs of your own

            An additional file named `ProdReady.Apis.txt`, beside the project file or named in `<AdditionalFiles>`, extends what the rules know, a line each:
            `Table = ` and the documentation id of a method. `#` begins a comment. The tables:

            """.Replace("\r\n", "\n"));
        foreach (var table in ProdReady.Facts.UserApis.Tables.Keys.OrderBy(name => name, StringComparer.Ordinal)) page.Append($"\n- `{table}`");
        Bless.Matches("docs/options.md", page.Append('\n').ToString());
    }

    /// <summary>
    /// Only what differs from the rule's own default: a line for a rule would also raise its lesser findings, and would win over the user's severity for a category.
    /// </summary>
    [Theory]
    [MemberData(nameof(Scales))]
    public void The_presets(Scale scale)
    {
        var name = scale.ToString().ToLowerInvariant();
        var preset = new StringBuilder($"# ProdReadyScale = {name}. Generated: what differs from the rules' own defaults.\nis_global = true\nglobal_level = -100\n");
        foreach (var rule in Catalog.Rules.Where(rule => RuleIndex.Severity(rule, scale) != RuleIndex.Severity(rule, Scale.Small))) preset.Append($"\ndotnet_diagnostic.{rule.Id}.severity = {RuleIndex.Severity(rule, scale)}");
        Bless.Matches($"src/ProdReady.Package/presets/{name}.globalconfig", preset.ToString().TrimEnd('\n') + "\n");
    }

    /// <summary>A pin wins over the scale, so its level is higher; whatever the user sets wins over both.</summary>
    [Theory]
    [MemberData(nameof(Versions))]
    public void The_pins(string version) => Bless.Matches($"src/ProdReady.Package/presets/rules-{version}.globalconfig", Pin(version, Catalog.Rules.Select(rule => rule.Descriptor)));

    [Fact]
    public void A_pin_turns_off_what_came_later()
    {
        var rules = new[] { Came("PRD898", "1.0"), Came("PRD899", "1.1") };
        Assert.EndsWith("\nglobal_level = -99\n\ndotnet_diagnostic.PRD899.severity = none\n", Pin("1.0", rules));
        Assert.EndsWith("\nglobal_level = -99\n", Pin("1.1", rules));

        static DiagnosticDescriptor Came(string id, string since) => Describe.Rule(id, Concern.Telemetry, Blast.Request, At.Every(DiagnosticSeverity.Warning), "A title", "A message, with what to do", since: since);
    }

    private static string Pin(string version, IEnumerable<DiagnosticDescriptor> rules) =>
        $"# ProdReadyRulesVersion = {version}. Generated: the rules that came later.\nis_global = true\nglobal_level = -99\n"
        + string.Concat(RulesVersion.After(version, rules).Select(rule => $"\ndotnet_diagnostic.{rule.Id}.severity = none")) + (RulesVersion.After(version, rules).Any() ? "\n" : "");

    private static string Suppressors(string page)
    {
        var table = new StringBuilder("| suppressor | silences | because |\n|---|---|---|\n");
        foreach (var suppressor in Catalog.Suppressors)
        {
            var title = $"{suppressor.Id} {suppressor.GetType().Name}";
            table.Append($"| [{title}]({page}#{title.ToLowerInvariant().Replace(' ', '-')}) | {string.Join(", ", suppressor.SupportedSuppressions.Select(suppression => suppression.SuppressedDiagnosticId))} | {suppressor.SupportedSuppressions[0].Justification} |\n");
        }

        return table.ToString();
    }
}
