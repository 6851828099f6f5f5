using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProdReady.Site;

/// <summary>Code as HTML, its words marked by what they are.</summary>
internal static class Colours
{
    public static string Of(string code, string language) => language switch
    {
        "csharp" => CSharp(code),
        "sh" or "ini" or "yaml" => string.Join('\n', code.Split('\n').Select(Line)),
        _ => WebUtility.HtmlEncode(code),
    };

    private static string CSharp(string code)
    {
        var html = new StringBuilder();
        foreach (var token in CSharpSyntaxTree.ParseText(code).GetRoot().DescendantTokens())
        {
            foreach (var trivia in token.LeadingTrivia) Trivia(html, trivia);
            Mark(html, ClassOf(token), token.Text);
            foreach (var trivia in token.TrailingTrivia) Trivia(html, trivia);
        }

        return html.ToString();
    }

    private static void Trivia(StringBuilder html, SyntaxTrivia trivia) =>
        Mark(html, trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia ? "comment" : null, trivia.ToFullString());

    private static string? ClassOf(SyntaxToken token)
    {
        if (SyntaxFacts.IsKeywordKind(token.Kind()) || token.Text is "var" or "await" or "async" or "when" or "record" or "required" or "init") return "keyword";
        return token.Kind() switch
        {
            SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringStartToken
                or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.SingleLineRawStringLiteralToken => "string",
            SyntaxKind.NumericLiteralToken => "number",
            _ => null,
        };
    }

    /// <summary>A comment from <c>#</c> to the end of the line.</summary>
    private static string Line(string line)
    {
        var begin = line.StartsWith('#') ? 0 : line.IndexOf(" #", StringComparison.Ordinal);
        return begin < 0 ? WebUtility.HtmlEncode(line) : $"{WebUtility.HtmlEncode(line[..begin])}<span class=\"comment\">{WebUtility.HtmlEncode(line[begin..])}</span>";
    }

    private static void Mark(StringBuilder html, string? kind, string text)
    {
        var encoded = WebUtility.HtmlEncode(text);
        if (text.Length > 0) html.Append(kind is null ? encoded : $"<span class=\"{kind}\">{encoded}</span>");
    }
}
