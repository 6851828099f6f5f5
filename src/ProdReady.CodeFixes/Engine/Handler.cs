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

    /// <summary>A block that was written on one line, <c>{ }</c>, opened to take statements; comments between the braces stay.</summary>
    public static BlockSyntax Open(BlockSyntax block, string newLine)
    {
        if (block.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia)) return block;
        var end = SyntaxFactory.EndOfLine(newLine);
        var comments = block.OpenBraceToken.TrailingTrivia.Where(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia)).ToArray();
        return block
            .WithOpenBraceToken(block.OpenBraceToken.WithTrailingTrivia(SyntaxFactory.TriviaList(comments.Length == 0 ? new[] { end } : new[] { SyntaxFactory.Space }.Concat(comments).Append(end))))
            .WithCloseBraceToken(block.CloseBraceToken.WithLeadingTrivia(block.CloseBraceToken.LeadingTrivia.Where(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia))))
            .WithStatements(SyntaxFactory.List(block.Statements.Select(statement => statement.WithTrailingTrivia(statement.GetTrailingTrivia().Any(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) ? statement.GetTrailingTrivia() : statement.GetTrailingTrivia().Add(end)))))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
