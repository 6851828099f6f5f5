using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProdReady.Load;

/// <summary>Takes a registration out.</summary>
internal static class RemovedCall
{
    /// <summary>The root without the call: what it is chained to stays, a statement that is nothing else goes. Null where the call is part of something else.</summary>
    public static SyntaxNode? From(SyntaxNode root, InvocationExpressionSyntax call)
    {
        if (call.Expression is MemberAccessExpressionSyntax { Expression: InvocationExpressionSyntax chain }) return root.ReplaceNode(call, chain.WithTrailingTrivia(call.GetTrailingTrivia()));
        // Who goes on with what it returns needs it.
        return call.Parent is ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } statement
            ? root.RemoveNode(statement.Parent is GlobalStatementSyntax global ? global : statement, SyntaxRemoveOptions.KeepNoTrivia)
            : null;
    }
}
