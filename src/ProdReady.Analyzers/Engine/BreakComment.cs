using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ProdReady.Engine;

/// <summary>
/// A comment that declares a finding ok to break: <c>// ok to break: PRD301 because the file is only a copy</c>, with one id or several.
/// It stands at the end of the finding's line, or alone above that line, or above the statement or declaration that the finding is in.
/// </summary>
internal sealed class BreakComment
{
    /// <summary>What is in each of them, to look no further where it is not.</summary>
    public const string Mark = "ok to break";

    private static readonly Regex Meant = new(@"^//+\s*ok to break\b\s*:?\s*((?<id>PRD\w*)|because\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly Regex Form = new(@"^//+\s*ok to break:\s*(?<id>PRD\w*)(?:\s*,\s*(?<id>PRD\w*))*(?:\s+because\b\s*(?<reason>.*))?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private BreakComment(bool isWellFormed, string[] ids, string? reason)
    {
        IsWellFormed = isWellFormed;
        Ids = ids;
        Reason = reason;
    }

    public bool IsWellFormed { get; }

    public IReadOnlyList<string> Ids { get; }

    /// <summary>Null where none is given: such a comment declares nothing.</summary>
    public string? Reason { get; }

    /// <summary>The comment as it is understood; null where it is prose.</summary>
    public static BreakComment? Parse(string comment)
    {
        if (!Meant.IsMatch(comment)) return null;
        var form = Form.Match(comment.TrimEnd());
        var reason = form.Groups["reason"].Value.Trim();
        return new BreakComment(form.Success, [.. form.Groups["id"].Captures.Cast<Capture>().Select(id => id.Value)], Reasons.IsGiven(reason) ? reason : null);
    }

    /// <summary>The reason why a finding of <paramref name="id"/> at this place is ok to break; null where nobody has declared it.</summary>
    public static string? ReasonFor(string id, Location where)
    {
        if (where.SourceTree is not { } tree) return null;
        var text = tree.GetText();
        var root = tree.GetRoot();
        var line = text.Lines.IndexOf(where.SourceSpan.Start);
        return OnLine(line) ?? Above(line) ?? Above(text.Lines.IndexOf(Begin(root, where.SourceSpan.Start)));

        string? Above(int below)
        {
            for (var above = below - 1; above >= 0 && IsComment(text.Lines[above]); above--)
            {
                if (OnLine(above) is { } reason) return reason;
            }

            return null;
        }

        string? OnLine(int index)
        {
            var mark = text.Lines[index].ToString().IndexOf(Mark, StringComparison.OrdinalIgnoreCase);
            if (mark < 0) return null;
            var trivia = root.FindTrivia(text.Lines[index].Start + mark);
            return trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && Parse(trivia.ToString()) is { } comment && comment.Ids.Contains(id, StringComparer.OrdinalIgnoreCase) ? comment.Reason : null;
        }
    }

    private static bool IsComment(TextLine line) => line.ToString().TrimStart().StartsWith("//", StringComparison.Ordinal);

    /// <summary>Where the statement or the declaration begins that the finding is in.</summary>
    private static int Begin(SyntaxNode root, int position) =>
        root.FindToken(position).Parent?.FirstAncestorOrSelf<SyntaxNode>(node => node is StatementSyntax and not BlockSyntax or MemberDeclarationSyntax)?.GetFirstToken().SpanStart ?? position;
}
