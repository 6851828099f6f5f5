using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ProdReady.Site;

/// <summary>Tables that scroll by themselves on a phone, with severities that are told apart at a glance.</summary>
internal sealed class TableRenderer : HtmlTableRenderer
{
    private static readonly string[] Severities = ["warning", "suggestion", "none", "error"];

    protected override void Write(HtmlRenderer renderer, Table table)
    {
        foreach (var cell in table.Descendants<TableCell>())
        {
            if (cell is not [ParagraphBlock { Inline: { } text }] || text.FirstChild is not LiteralInline { NextSibling: null } word) continue;
            if (Severities.Contains(word.Content.ToString())) word.ReplaceBy(new HtmlInline($"<span class=\"{word.Content}\">{word.Content}</span>"));
        }

        renderer.Write("<div class=\"table\">");
        base.Write(renderer, table);
        renderer.WriteLine("</div>");
    }
}
