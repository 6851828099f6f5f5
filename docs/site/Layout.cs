using System.Net;
using System.Text;

namespace ProdReady.Site;

/// <summary>What stands around the text of a page. It asks for nothing but the stylesheet beside it.</summary>
internal static class Layout
{
    public const string Stylesheet = "site.css";

    /// <summary>The pages that are named on every page, in the order in which they are read.</summary>
    private static readonly (string Source, string Name)[] Named =
    [
        ("README.md", "What it is"),
        ("docs/adopting.md", "Adopting it"),
        ("docs/index.md", "Rules"),
        ("docs/presets.md", "Scales"),
        ("docs/options.md", "Options"),
        ("docs/at-scale.md", "At scale"),
        ("docs/production-facts.md", "What .NET does"),
        ("docs/precision.md", "Precision"),
        ("docs/suppressors.md", "Suppressors"),
        ("docs/facts-between-projects.md", "Facts between projects"),
        ("docs/writing-a-rule.md", "Writing a rule"),
        ("docs/CHANGELOG.md", "Changes"),
    ];

    public static string Of(Page page, Site site) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Encoded(page.Title)}</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="{Addresses.Relative(page.Address, Stylesheet)}">
        </head>
        <body>
        <header><a href="{Addresses.Relative(page.Address, "index.html")}">ProdReady.Analyzers</a></header>
        <nav><input type="checkbox" id="pages"><label for="pages">Pages</label>
        {Navigation(page, site)}</nav>
        <main>
        {page.Body}</main>
        </body>
        </html>

        """.Replace("\r\n", "\n");

    private static string Navigation(Page page, Site site)
    {
        var html = new StringBuilder("<ul>\n");
        foreach (var (source, name) in Named)
        {
            if (site.At(source) is { } named) html.Append(Item(page, named, name));
            if (source == "docs/index.md") html.Append(Rules(page, site));
        }

        return html.Append(Folded("Decisions", page, Below("docs/decisions/", site))).Append("</ul>\n").ToString();
    }

    private static string Rules(Page page, Site site) =>
        string.Concat(Below("docs/rules/", site)
            .GroupBy(rule => rule.Concern)
            .Select(concern => Folded(concern.Key, page, concern)));

    private static IEnumerable<Page> Below(string folder, Site site) => site.Pages.Where(page => page.Source.StartsWith(folder, StringComparison.Ordinal));

    private static string Folded(string name, Page page, IEnumerable<Page> pages) =>
        $"<li><details{(pages.Contains(page) ? " open" : "")}><summary>{name}</summary><ul>\n{string.Concat(pages.Select(each => Item(page, each, each.Title)))}</ul></details></li>\n";

    private static string Item(Page page, Page to, string name) =>
        $"<li><a{(page == to ? " aria-current=\"page\"" : "")} href=\"{Addresses.Relative(page.Address, to.Address)}\">{Encoded(name)}</a></li>\n";

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
