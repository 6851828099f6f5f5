using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>Awaits the task inside the try, in a function that becomes async where it is not yet.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class HandlerCannotRunFixer() : ProductionFixer(
    HandlerCannotRun.Rule,
    new Remedy("Await the task", spot => Task.FromResult(Await(spot))))
{
    private static SyntaxNode? Await(Spot spot)
    {
        if (spot.Enclosing<StatementSyntax>() is not { } statement || statement is not (ReturnStatementSyntax or ExpressionStatementSyntax)) return null;
        if (AsyncFunctions.CanAwait(statement)) return statement is ExpressionStatementSyntax dropped && Awaited(dropped) is { } awaited ? spot.Root.ReplaceNode(dropped, awaited) : null;
        return AsyncFunctions.Around(statement) is { } function && MadeAsync.Of(function, spot, statement) is { } made ? spot.Root.ReplaceNode(function, made) : null;
    }

    /// <summary>The call awaited in place; null where its task goes to code behind the try.</summary>
    internal static ExpressionStatementSyntax? Awaited(ExpressionStatementSyntax statement) => statement.Expression switch
    {
        InvocationExpressionSyntax call => AsyncFunctions.Awaiting(statement, call),
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Right: InvocationExpressionSyntax call } => AsyncFunctions.Awaiting(statement, call),
        _ => null,
    };
}
