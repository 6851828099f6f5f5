using System.Text.RegularExpressions;

namespace ProdReady.PackageTests.Site;

/// <summary>The site that is made of README.md and docs.</summary>
public sealed class SiteTests : IDisposable
{
    private static readonly ProdReady.Site.Site Site = ProdReady.Site.Site.Of(Repository.PathOf(""));

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Every_link_and_anchor_of_the_sources_leads_somewhere() => Assert.Empty(Site.BrokenLinks());

    [Fact]
    public void Every_link_and_anchor_of_the_pages_leads_somewhere()
    {
        Site.WriteTo(_scratch.Root);
        var pages = Directory.EnumerateFiles(_scratch.Root, "*.html", SearchOption.AllDirectories).ToDictionary(path => path, File.ReadAllText);
        Assert.Equal(Site.Pages.Count, pages.Count);
        Assert.Empty(pages.SelectMany(page => Addresses(page.Value).Where(address => !LeadsSomewhere(pages, page.Key, address)).Select(address => $"{page.Key}: {address}")));
    }

    [Fact]
    public void A_page_asks_nothing_of_others()
    {
        Site.WriteTo(_scratch.Root);
        Assert.All(
            Directory.EnumerateFiles(_scratch.Root, "*", SearchOption.AllDirectories).Select(File.ReadAllText),
            text => Assert.DoesNotMatch("""(src|srcset)="(https?:)?//|<link [^>]*href="(https?:)?//|<script|@import|url\(""", text));
    }

    [Fact]
    public void Every_page_of_a_rule_is_reached_from_the_index()
    {
        var rules = Site.Pages.Where(page => page.Source.StartsWith("docs/rules/", StringComparison.Ordinal)).Select(page => page.Source);
        Assert.Empty(rules.Except(Site.At("docs/index.md")!.Links.Select(link => link.Target)));
    }

    private static IEnumerable<string> Addresses(string page) =>
        Regex.Matches(page, """(?:href|src)="([^"]*)"[^>]*>""").Select(match => match.Groups[1].Value).Where(address => !address.Contains(':'));

    private static bool LeadsSomewhere(Dictionary<string, string> pages, string from, string address)
    {
        var parts = address.Split('#');
        var target = parts[0].Length == 0 ? from : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(from)!, parts[0]));
        return File.Exists(target) && (parts.Length == 1 || pages[target].Contains($"id=\"{parts[1]}\"", StringComparison.Ordinal));
    }
}
