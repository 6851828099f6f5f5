using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Migrates under a token that expires, says before what it may wait for, and fails with the name of the lock.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class MigrateWithoutDeadlineFixer() : ProductionFixer(
    MigrateWithoutDeadline.Rule,
    new Remedy("Give the migration a deadline", spot => Task.FromResult(LimitMigration(spot))))
{
    private static SyntaxNode? LimitMigration(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax } call || Awaiting.Whole(call) is not { Parent: ExpressionStatementSyntax statement } whole) return null;

        return Deadline.On(spot, statement, deadline => Migrating(call, whole, deadline, spot), spot.Note(MigrateWithoutDeadline.TimeoutNote) ?? "300", spot.Note(MigrateWithoutDeadline.SqliteNote) is not null);
    }

    /// <summary>The migration under the token: awaited where that is possible, else waited for.</summary>
    private static string? Migrating(InvocationExpressionSyntax call, ExpressionSyntax whole, string deadline, Spot spot)
    {
        if (spot.Model.GetOperation(call, spot.Cancellation) is not IInvocationOperation { TargetMethod: var method } operation) return null;
        var tokens = operation.Arguments.Where(argument => argument.Parameter?.Type.Name == "CancellationToken").Select(argument => argument.Syntax);
        var given = call.ArgumentList.Arguments.Where(argument => !tokens.Contains(argument)).ToArray();
        // Of a method with an optional target the token is only the first argument when it says so.
        var isBehindAll = given.Length > 0 || method.IsExtensionMethod;
        var argument = SyntaxFactory.ParseArgumentList($"({(isBehindAll ? "" : "cancellationToken: ")}{deadline}.Token)").Arguments[0];
        var access = (MemberAccessExpressionSyntax)call.Expression;
        var asynchronous = call
            .WithExpression(access.WithName(SyntaxFactory.IdentifierName("MigrateAsync")))
            .WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(given).Add(argument)));

        var isAsynchronous = method.Name == "MigrateAsync";
        var text = (isAsynchronous ? whole.ReplaceNode(call, asynchronous) : asynchronous).WithoutTrivia().ToString();
        if (isAsynchronous) return text;
        return Awaiting.IsOpen(call) ? "await " + text : text + ".GetAwaiter().GetResult()";
    }
}
