using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Formatting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Options;

namespace ProdReady.Engine;

/// <summary>How the file is laid out, for what is added to it: as .editorconfig says, else as the file itself does.</summary>
internal static class Layout
{
    public static async Task<OptionSet> Of(Document document, CancellationToken cancellation)
    {
        var root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        OptionSet options = await document.GetOptionsAsync(cancellation).ConfigureAwait(false);
        options = options.WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, root.DescendantTrivia().Select(trivia => trivia.ToString()).FirstOrDefault(text => text is "\n" or "\r\n") ?? "\n");
        var written = document.Project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GetOptions(root.SyntaxTree);
        if (!written.TryGetValue("indent_style", out _) && !written.TryGetValue("indent_size", out _) && Indent(root) is { } indent)
        {
            options = options.WithChangedOption(FormattingOptions.UseTabs, LanguageNames.CSharp, indent.Contains('\t'));
            if (!indent.Contains('\t')) options = options.WithChangedOption(FormattingOptions.IndentationSize, LanguageNames.CSharp, indent.Length);
        }

        if (written.TryGetValue("csharp_new_line_before_open_brace", out _) || !HasBracesAtLineEnds(root)) return options;
        return options
            .WithChangedOption(CSharpFormattingOptions.NewLinesForBracesInControlBlocks, false)
            .WithChangedOption(CSharpFormattingOptions.NewLinesForBracesInMethods, false)
            .WithChangedOption(CSharpFormattingOptions.NewLineForCatch, false)
            .WithChangedOption(CSharpFormattingOptions.NewLineForElse, false)
            .WithChangedOption(CSharpFormattingOptions.NewLineForFinally, false);
    }

    /// <summary>What one level adds, in the first block that shows it.</summary>
    private static string? Indent(SyntaxNode root)
    {
        foreach (var node in root.DescendantNodes())
        {
            var (inner, close) = node switch
            {
                BlockSyntax { Statements.Count: > 0 } block => (block.Statements[0].GetFirstToken(), block.CloseBraceToken),
                TypeDeclarationSyntax { Members.Count: > 0 } type => (type.Members[0].GetFirstToken(), type.CloseBraceToken),
                _ => default,
            };
            if (inner == default || Start(inner) is not { } deep || Start(close) is not { } shallow) continue;
            if (deep.Length > shallow.Length && deep.StartsWith(shallow, StringComparison.Ordinal)) return deep.Substring(shallow.Length);
        }

        return null;
    }

    /// <summary>The white space before the token if it is the first of its line.</summary>
    private static string? Start(SyntaxToken token)
    {
        var text = token.SyntaxTree!.GetText();
        var line = text.Lines.GetLineFromPosition(token.SpanStart);
        var before = text.ToString(Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(line.Start, token.SpanStart));
        return string.IsNullOrWhiteSpace(before) ? before : null;
    }

    private static bool HasBracesAtLineEnds(SyntaxNode root)
    {
        var braces = root.DescendantNodes().OfType<BlockSyntax>().Where(block => block.Parent is not AnonymousFunctionExpressionSyntax && block.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)).Select(block => Start(block.OpenBraceToken) is null).ToArray();
        return braces.Count(atEnd => atEnd) > braces.Length / 2;
    }
}
