using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ProdReady.Engine;

/// <summary>Several statements in the place of one.</summary>
internal static class Replacement
{
    /// <summary>
    /// The root with <paramref name="made"/> instead of <paramref name="old"/>: on lines of their own where the block was on one, in a block of their own
    /// where the statement was the body of an if or stood in a switch. Comments stay, and what follows is parted by a blank line.
    /// </summary>
    public static SyntaxNode Of(SyntaxNode root, StatementSyntax old, IReadOnlyList<StatementSyntax> made, string newLine)
    {
        var statements = made.ToArray();
        statements[0] = statements[0].WithLeadingTrivia(old.GetLeadingTrivia());
        var last = statements.Length - 1;
        switch (old.Parent)
        {
            case BlockSyntax block:
                statements[last] = statements[last].WithTrailingTrivia(Parted(old, newLine));
                return root.ReplaceNode(block, Handler.Open(block.WithStatements(block.Statements.ReplaceRange(old, statements)), newLine));
            case GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global:
                statements[last] = statements[last].WithTrailingTrivia(Parted(old, newLine));
                return root.ReplaceNode(unit, unit.WithMembers(unit.Members.ReplaceRange(global, statements.Select(SyntaxFactory.GlobalStatement))));
            default:
                return root.ReplaceNode(old, Block(old, statements, newLine));
        }
    }

    private static BlockSyntax Block(StatementSyntax old, StatementSyntax[] statements, string newLine)
    {
        var end = SyntaxFactory.EndOfLine(newLine);
        statements[0] = statements[0].WithLeadingTrivia();
        statements[statements.Length - 1] = statements[statements.Length - 1].WithTrailingTrivia(end);
        return SyntaxFactory.Block(
                SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(end),
                SyntaxFactory.List(statements),
                SyntaxFactory.Token(SyntaxKind.CloseBraceToken))
            .WithLeadingTrivia(old.GetLeadingTrivia())
            .WithTrailingTrivia(old.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>The trivia behind the statement, with a blank line before the next one.</summary>
    public static SyntaxTriviaList Parted(StatementSyntax statement, string newLine)
    {
        var next = statement.GetLastToken().GetNextToken();
        var isLast = next.IsKind(SyntaxKind.CloseBraceToken) || next.IsKind(SyntaxKind.EndOfFileToken) || next.IsKind(SyntaxKind.None);
        var isParted = next.LeadingTrivia.FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);
        return isLast || isParted ? statement.GetTrailingTrivia() : statement.GetTrailingTrivia().Add(SyntaxFactory.EndOfLine(newLine));
    }
}
