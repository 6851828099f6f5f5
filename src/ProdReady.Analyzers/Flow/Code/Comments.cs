using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;

namespace ProdReady.Flow;

/// <summary>What the author wrote about a handler.</summary>
internal static class Comments
{
    private const int FewestWords = 3;

    /// <summary>Whether a comment in the handler has three words or more and is no TODO. One that declares it ok to break and does not say why is no reason either.</summary>
    public static bool GiveReason(ICatchClauseOperation clause) => GiveReason(clause.Syntax);

    /// <summary>The same, of any code.</summary>
    public static bool GiveReason(SyntaxNode code) =>
        code.DescendantTrivia(descendIntoTrivia: false)
            .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            .Select(trivia => trivia.ToString())
            .Any(text => BreakComment.Parse(text) is not { Reason: null } && !text.Contains("TODO") && !text.Contains("FIXME") && text.Split(' ', '\t', '\r', '\n').Count(word => word.Any(char.IsLetter)) >= FewestWords);
}
