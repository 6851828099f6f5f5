using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ProdReady.Site;

/// <summary>A heading of a page, and the anchor by which links find it.</summary>
public sealed record Heading(int Level, string Text, string Anchor)
{
    internal static Heading Of(HeadingBlock block) => new(block.Level, TextOf(block.Inline), block.GetAttributes().Id ?? "");

    internal static string TextOf(ContainerInline? inlines) =>
        string.Concat(inlines?.Descendants().Select(inline => inline switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            _ => "",
        }) ?? []);
}
