using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ProdReady.Site;

/// <summary>A file of Markdown, and what it becomes.</summary>
public sealed class Page
{
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    private Page(string source, MarkdownDocument document)
    {
        Source = source;
        Address = Addresses.Of(source);
        Headings = [.. document.Descendants<HeadingBlock>().Select(Heading.Of)];
        Anchors = Headings.Select(heading => heading.Anchor).ToHashSet();
        Title = Headings.FirstOrDefault(heading => heading.Level == 1)?.Text ?? source;
        Concern = document.Descendants<TableRow>().Skip(1).FirstOrDefault() is [TableCell cell, ..] ? Heading.TextOf(cell.Descendants<ParagraphBlock>().FirstOrDefault()?.Inline) : "";
        var links = document.Descendants<LinkInline>().ToArray();
        Links = [.. links.Select(link => Link.Of(source, link.Url ?? ""))];
        Pictures = [.. links.Where(link => link.IsImage).Select(link => Link.Of(source, link.Url!).Target)];
        Body = Render(document, links);
    }

    /// <summary>The file, from the root of the repository.</summary>
    public string Source { get; }

    /// <summary>The page, from the root of the site.</summary>
    public string Address { get; }

    public string Title { get; }

    public string Body { get; }

    /// <summary>What the head of a rule's page names first.</summary>
    public string Concern { get; }

    public IReadOnlyList<Heading> Headings { get; }

    public IReadOnlySet<string> Anchors { get; }

    public IReadOnlyList<Link> Links { get; }

    /// <summary>The files of the pictures it shows.</summary>
    public IReadOnlyList<string> Pictures { get; }

    internal static Page Of(string source, string text) => new(source, Markdig.Markdown.Parse(text, Markdown));

    private string Render(MarkdownDocument document, LinkInline[] links)
    {
        foreach (var link in links) link.Url = Rewrite(link);

        using var text = new StringWriter();
        var renderer = new HtmlRenderer(text);
        Markdown.Setup(renderer);
        renderer.ObjectRenderers.ReplaceOrAdd<CodeBlockRenderer>(new CodeRenderer());
        renderer.ObjectRenderers.ReplaceOrAdd<HtmlTableRenderer>(new TableRenderer());
        renderer.Render(document);
        return text.ToString();
    }

    private string Rewrite(LinkInline inline)
    {
        var link = Link.Of(Source, inline.Url ?? "");
        if (link.IsElsewhere) return link.Target;

        var anchor = link.Anchor.Length == 0 ? "" : "#" + link.Anchor;
        if (inline.IsImage) return Addresses.Relative(Address, Addresses.OfPicture(link.Target));
        if (link.Target == Source) return anchor;
        return link.Target == "README.md" || (link.Target.StartsWith("docs/", StringComparison.Ordinal) && link.Target.EndsWith(".md", StringComparison.Ordinal))
            ? Addresses.Relative(Address, Addresses.Of(link.Target)) + anchor
            : Addresses.OfSource(link.Target);
    }
}
