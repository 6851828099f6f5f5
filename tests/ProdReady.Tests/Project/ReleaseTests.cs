namespace ProdReady.Tests.Project;

/// <summary>The release files say what the descriptors say; the compiler only checks the ids.</summary>
public class ReleaseTests
{
    [Fact]
    public void Every_row_is_what_the_descriptor_says()
    {
        var rows = Rows("AnalyzerReleases.Shipped.md").Concat(Rows("AnalyzerReleases.Unshipped.md")).OrderBy(row => row, StringComparer.Ordinal);
        var rules = Catalog.Rules.Select(rule => $"{rule.Id} | {rule.Descriptor.Category} | {(rule.Descriptor.IsEnabledByDefault ? rule.Descriptor.DefaultSeverity.ToString() : "Disabled")} | {rule.Stem}");
        Assert.Equal(rules, rows);
    }

    [Fact]
    public void The_changelog_names_every_unreleased_rule()
    {
        var unreleased = Repository.Read("docs/CHANGELOG.md").Split("\n## ")[1];
        Assert.All(Rows("AnalyzerReleases.Unshipped.md"), row => Assert.Contains(row.Split(' ')[0], unreleased));
    }

    private static IEnumerable<string> Rows(string file) =>
        Repository.Read("src/ProdReady.Analyzers/" + file).Split('\n').Where(line => line.StartsWith("PRD", StringComparison.Ordinal)).Select(line => line.Trim());
}
