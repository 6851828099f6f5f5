using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace ProdReady.Site;

/// <summary>Blocks of code, coloured while the site is made: a page runs no script.</summary>
internal sealed class CodeRenderer : CodeBlockRenderer
{
    protected override void Write(HtmlRenderer renderer, CodeBlock block)
    {
        var language = (block as FencedCodeBlock)?.Info ?? "";
        renderer.EnsureLine();
        renderer.Write($"<pre tabindex=\"0\"><code class=\"{language}\">");
        renderer.Write(Colours.Of(block.Lines.ToString(), language));
        renderer.WriteLine("</code></pre>");
    }
}
