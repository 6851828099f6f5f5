using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ProdReady.Engine;

/// <summary>Edits of a catch clause.</summary>
internal static class Handler
{
    /// <summary>The clause with a variable for the exception.</summary>
    public static CatchClauseSyntax Named(CatchClauseSyntax handler, string exception)
    {
        if (handler.Declaration is { Identifier.ValueText.Length: > 0 }) return handler;
        if (handler.Declaration is { } declaration)
        {
            return handler.WithDeclaration(declaration
                .WithType(declaration.Type.WithTrailingTrivia(SyntaxFactory.Space))
                .WithIdentifier(SyntaxFactory.Identifier(exception)));
        }

        var added = SyntaxFactory.CatchDeclaration(SyntaxFactory.IdentifierName("Exception").WithTrailingTrivia(SyntaxFactory.Space), SyntaxFactory.Identifier(exception))
            .WithTrailingTrivia(handler.CatchKeyword.TrailingTrivia);
        return handler.WithCatchKeyword(handler.CatchKeyword.WithTrailingTrivia(SyntaxFactory.Space)).WithDeclaration(added);
    }

    /// <summary>The clause with a last statement that leaves it, in place of one that leaves it already.</summary>
    public static CatchClauseSyntax Ending(CatchClauseSyntax handler, string statement, string newLine)
    {
        var block = Open(handler.Block, newLine);
        var end = Pattern.Statement(statement, newLine);
        return handler.WithBlock(block.Statements.LastOrDefault() is { } last && Leaves(last)
            ? block.WithStatements(block.Statements.Replace(last, end.WithTriviaFrom(last)))
            : Adding(block, end));
    }

    /// <summary>The block with a statement behind all that is in it, also the comments and an <c>#endif</c> at its end.</summary>
    public static BlockSyntax Adding(BlockSyntax block, StatementSyntax statement)
    {
        var trivia = block.CloseBraceToken.LeadingTrivia;
        var behind = trivia.Select((entry, index) => entry.IsKind(SyntaxKind.WhitespaceTrivia) || entry.IsKind(SyntaxKind.EndOfLineTrivia) ? 0 : index + 1).DefaultIfEmpty().Max();
        if (behind == 0) return block.AddStatements(statement);
        if (behind < trivia.Count && trivia[behind].IsKind(SyntaxKind.EndOfLineTrivia)) behind++;
        return block
            .WithCloseBraceToken(block.CloseBraceToken.WithLeadingTrivia(trivia.Skip(behind)))
            .AddStatements(statement.WithLeadingTrivia(trivia.Take(behind)));
    }

    /// <summary>Whether nothing behind the statement is reached.</summary>
    public static bool Leaves(StatementSyntax statement) => statement is ReturnStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or GotoStatementSyntax;

    /// <summary>A block that was written on one line, <c>{ }</c>, opened to take statements; comments between the braces stay.</summary>
    public static BlockSyntax Open(BlockSyntax block, string newLine)
    {
        if (block.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)) return block;
        var end = SyntaxFactory.EndOfLine(newLine);
        var nested = block.DescendantNodes(node => node is not AnonymousFunctionExpressionSyntax).OfType<BlockSyntax>().Where(inner => inner.Statements.Count > 0).ToArray();
        block = block.ReplaceNodes(nested, (_, inner) => Open(inner, newLine));
        var comments = block.OpenBraceToken.TrailingTrivia.Where(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia)).SelectMany(comment => new[] { comment, end }).ToArray();
        block = block.WithOpenBraceToken(block.OpenBraceToken.WithTrailingTrivia(end));
        var first = block.OpenBraceToken.GetNextToken();
        block = comments.Length == 0 ? block : block.ReplaceToken(first, first.WithLeadingTrivia(comments.Concat(first.LeadingTrivia)));
        return block
            .WithCloseBraceToken(block.CloseBraceToken.WithLeadingTrivia(block.CloseBraceToken.LeadingTrivia.Where(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia))))
            .WithStatements(SyntaxFactory.List(block.Statements.Select(statement => statement.WithTrailingTrivia(statement.GetTrailingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) ? statement.GetTrailingTrivia() : statement.GetTrailingTrivia().Add(end)))))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
