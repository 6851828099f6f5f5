using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ProdReady.Engine;

/// <summary>Puts statements in the place of one.</summary>
internal static class Replacement
{
    /// <summary>The root with <paramref name="made"/> in place of the statement: in a block of their own where it was the body of an if, with a blank line before what follows.</summary>
    public static SyntaxNode Of(StatementSyntax statement, Spot spot, params StatementSyntax[] made)
    {
        var end = SyntaxFactory.EndOfLine(spot.NewLine);
        made = made.Select((part, index) => index == made.Length - 1 ? part : part.GetLastToken().IsKind(SyntaxKind.CloseBraceToken) ? part.WithTrailingTrivia(end, end) : part.WithTrailingTrivia(end)).ToArray();
        if (statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax)
        {
            made[0] = made[0].WithLeadingTrivia(statement.GetLeadingTrivia());
            made[made.Length - 1] = made[made.Length - 1].WithTrailingTrivia(Parted(statement, made[made.Length - 1], end));
            return statement.Parent switch
            {
                BlockSyntax block => spot.Root.ReplaceNode(block, Handler.Open(block.ReplaceNode(statement, made), spot.NewLine)),
                GlobalStatementSyntax member => spot.Root.ReplaceNode(member, made.Select(SyntaxFactory.GlobalStatement)),
                _ => spot.Root.ReplaceNode(statement, made),
            };
        }

        made[made.Length - 1] = made[made.Length - 1].WithTrailingTrivia(end);
        var around = SyntaxFactory.Block(SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(end), SyntaxFactory.List(made), SyntaxFactory.Token(SyntaxKind.CloseBraceToken))
            .WithLeadingTrivia(statement.GetLeadingTrivia())
            .WithTrailingTrivia(statement.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
        return spot.Root.ReplaceNode(statement, around);
    }

    /// <summary>The trivia behind the statement, with a blank line before the next one where a block ends.</summary>
    private static SyntaxTriviaList Parted(StatementSyntax statement, StatementSyntax made, SyntaxTrivia end)
    {
        var next = statement.GetLastToken().GetNextToken();
        var isLast = next.IsKind(SyntaxKind.CloseBraceToken) || next.IsKind(SyntaxKind.EndOfFileToken) || next.IsKind(SyntaxKind.None);
        var isParted = next.LeadingTrivia.FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);
        return isLast || isParted || !made.GetLastToken().IsKind(SyntaxKind.CloseBraceToken) ? statement.GetTrailingTrivia() : statement.GetTrailingTrivia().Add(end);
    }
}
