using System.Text.RegularExpressions;
using ProdReady.Engine;

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

    /// <summary>The version of a rule is that of the release it is listed under; what is not released comes with the next one.</summary>
    [Fact]
    public void Every_rule_knows_the_version_it_came_in()
    {
        Assert.Equal(Next, RulesVersion.Current);
        var released = Regex.Matches(Shipped, @"^(?:## Release (\S+)|(PRD\d+) )", RegexOptions.Multiline).Select(match => (Version: match.Groups[1].Value, Id: match.Groups[2].Value));
        var since = Catalog.Rules.ToDictionary(rule => rule.Id, _ => Next);
        var version = "";
        foreach (var line in released)
        {
            if (line.Id.Length == 0) version = line.Version;
            else since[line.Id] = version;
        }

        Assert.All(Catalog.Rules, rule => Assert.Equal((rule.Id, since[rule.Id]), (rule.Id, Describe.SinceOf(rule.Descriptor))));
    }

    /// <summary>The versions that a project can be pinned to: those that were released, and the next.</summary>
    internal static IEnumerable<string> Versions => Regex.Matches(Shipped, @"^## Release (\S+)$", RegexOptions.Multiline).Select(match => match.Groups[1].Value).Append(Next).Distinct();

    /// <summary>The version that is being made, as a pin writes it.</summary>
    private static string Next => Regex.Match(Repository.Read("src/Directory.Build.props"), @"<Version>(\d+\.\d+)").Groups[1].Value;

    private static string Shipped => Repository.Read("src/ProdReady.Analyzers/AnalyzerReleases.Shipped.md").Replace("\r\n", "\n");

    private static IEnumerable<string> Rows(string file) =>
        Repository.Read("src/ProdReady.Analyzers/" + file).Split('\n').Where(line => line.StartsWith("PRD", StringComparison.Ordinal)).Select(line => line.Trim());
}
