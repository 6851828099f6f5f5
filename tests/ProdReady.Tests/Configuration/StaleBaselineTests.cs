using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Configuration;
using ProdReady.Failures;
using ProdReady.Hangs;

namespace ProdReady.Tests.Configuration;

public class StaleBaselineTests
{
    private const string Attempt = "try { Console.Beep(); } catch { }";

    private const string Source = "class A { void M() {\n" + Attempt + "\n} }";

    private static Target Listing(params string[] lines) => new Target().WithFile("/repo/ProdReady.Baseline.txt", string.Join("\n", lines));

    /// <summary>The lines of the list that are reported, while the given rules run.</summary>
    private static async Task<IReadOnlyList<int>> Lines(string source, Target project, params DiagnosticAnalyzer[] rules)
    {
        var findings = (await new Snippet(source, project).Analyze([new StaleBaseline(), .. rules])).Where(finding => finding.Id == "PRD004");
        return [.. findings.Select(finding => finding.Location.GetLineSpan().StartLinePosition.Line).Order()];
    }

    [Fact]
    public async Task An_entry_that_no_longer_occurs_is_reported_on_its_line()
    {
        var findings = await new Snippet("class A { void M() { } }", Listing("# old", "PRD301 M:A.M " + Attempt)).Analyze(new SwallowedException(), new StaleBaseline());
        var finding = Assert.Single(findings);
        Assert.Equal("'PRD301' no longer occurs in 'M:A.M', and this entry would silence the next one; remove the line", finding.GetMessage(null));
        Assert.Equal(("/repo/ProdReady.Baseline.txt", 1), (finding.Location.GetLineSpan().Path, finding.Location.GetLineSpan().StartLinePosition.Line));
    }

    [Fact]
    public async Task Of_equal_entries_those_too_many_are_reported() =>
        Assert.Equal([1], await Lines(Source, Listing("PRD301 M:A.M " + Attempt, "PRD301 M:A.M " + Attempt), new SwallowedException()));

    [Fact]
    public async Task The_entry_whose_line_is_gone_is_reported_first() =>
        Assert.Equal([0], await Lines(Source, Listing("PRD301 M:A.M try { }", "PRD301 M:A.M " + Attempt), new SwallowedException()));

    [Fact]
    public async Task An_entry_that_occurs_is_left_alone()
    {
        Assert.Empty(await Lines(Source, Listing("PRD301 M:A.M " + Attempt), new SwallowedException()));
        Assert.Empty(await Lines(Source, Listing("PRD301 M:A.M edited since"), new SwallowedException()));
    }

    [Fact]
    public async Task An_entry_of_a_rule_that_is_off_is_left_alone() => Assert.Empty(await Lines(Source, Listing("PRD401 M:A.M x"), new SwallowedException()));

    [Fact]
    public async Task An_entry_of_another_target_framework_is_left_alone() =>
        Assert.Empty(await Lines(Source, Listing("PRD301 M:A.M " + Attempt, "PRD301 [net8.0] M:A.M x") with { Properties = new() { ["TargetFramework"] = "net9.0" } }, new SwallowedException()));

    [Fact]
    public async Task While_the_list_is_written_nothing_is_judged() =>
        Assert.Empty(await Lines(Source, Listing("PRD301 M:A.N x") with { Properties = new() { ["ProdReadyBaseline"] = "write" } }, new SwallowedException()));

    [Fact]
    public async Task What_was_declared_ok_to_break_since_is_reported() =>
        Assert.Equal([0], await Lines(Source.Replace("catch { }", "catch { } // ok to break: PRD301 because it is a copy"), Listing("PRD301 M:A.M " + Attempt), new SwallowedException()));

    /// <summary>Such a rule speaks when everything was seen, which may be later than the look at the list.</summary>
    [Fact]
    public async Task Of_a_rule_that_concludes_at_the_end_an_entry_is_reported_when_its_member_is_gone()
    {
        Assert.Equal([1], await Lines(Source, Listing("PRD406 M:A.M x", "PRD406 M:A.Gone x"), new LockOrderCycle()));
    }
}
