using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>Uses the field only when it has a value: with a question mark where that is the whole statement and nothing is awaited, else behind a test.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class StopAssumesStartedFixer() : ProductionFixer(
    StopAssumesStarted.Rule,
    new Remedy("Test for null", spot => Task.FromResult(Test(spot))))
{
    private static SyntaxNode? Test(Spot spot)
    {
        if (Used(spot) is not { } used || used.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax { Parent: BlockSyntax } statement) return null;
        if (statement.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver, Name: var name } } call && Bare(receiver) == used)
        {
            var asked = SyntaxFactory.ConditionalAccessExpression(used.WithTriviaFrom(receiver), SyntaxFactory.InvocationExpression(SyntaxFactory.MemberBindingExpression(name), call.ArgumentList));
            return spot.Root.ReplaceNode(call, asked.WithTriviaFrom(call));
        }

        var guarded = Pattern.Statement($"if ({used.WithoutTrivia()} is not null) {{ }}", spot.NewLine) is IfStatementSyntax test ? test : null;
        var plain = statement.WithoutLeadingTrivia().WithoutTrailingTrivia().WithAdditionalAnnotations(Formatter.Annotation);
        return guarded is null ? null : spot.Root.ReplaceNode(statement, guarded.WithStatement(plain).WithTriviaFrom(statement));
    }

    private static ExpressionSyntax Bare(ExpressionSyntax receiver) =>
        receiver is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: var operand } ? operand : receiver;

    /// <summary>The field under the squiggle, with <c>this.</c> where it was written.</summary>
    private static ExpressionSyntax? Used(Spot spot) => spot.Token.Parent switch
    {
        IdentifierNameSyntax name => name,
        ThisExpressionSyntax { Parent: MemberAccessExpressionSyntax member } => member,
        _ => null,
    };
}
