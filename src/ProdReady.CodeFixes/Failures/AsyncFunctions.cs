using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>Functions seen by fixes that write <c>await</c>.</summary>
internal static class AsyncFunctions
{
    /// <summary>The lambda, local function or member around the node; null in an initializer and at top level.</summary>
    public static SyntaxNode? Around(SyntaxNode node) =>
        node.Ancestors().FirstOrDefault(ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax } or TypeDeclarationSyntax);

    /// <summary>Whether <c>await</c> may be written in place of the node: the function around it is async or top level, and no lock, query or filter lies between.</summary>
    public static bool CanAwait(SyntaxNode node) => IsAsync(Around(node)) && HasRoomForAwait(node);

    public static bool HasRoomForAwait(SyntaxNode node)
    {
        var function = Around(node);
        return !node.Ancestors().TakeWhile(ancestor => ancestor != function).Any(ancestor => ancestor is LockStatementSyntax or QueryExpressionSyntax or CatchFilterClauseSyntax or UnsafeStatementSyntax or FixedStatementSyntax);
    }

    /// <summary>The statement with <c>await</c> before its expression.</summary>
    public static ExpressionStatementSyntax Awaiting(ExpressionStatementSyntax statement, ExpressionSyntax call) =>
        statement.WithExpression(Await(call.WithoutTrivia()).WithTriviaFrom(statement.Expression));

    public static AwaitExpressionSyntax Await(ExpressionSyntax task) =>
        SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), task is ConditionalExpressionSyntax or BinaryExpressionSyntax or CastExpressionSyntax ? SyntaxFactory.ParenthesizedExpression(task) : task);

    private static bool IsAsync(SyntaxNode? function) => function switch
    {
        null => true,
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        _ => false,
    };
}
