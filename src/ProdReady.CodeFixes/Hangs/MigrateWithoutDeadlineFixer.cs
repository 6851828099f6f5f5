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
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax } call || Whole(call) is not { Parent: ExpressionStatementSyntax statement } whole) return null;

        var scope = statement.Parent switch { GlobalStatementSyntax => spot.Root, BlockSyntax block => block, _ => statement };
        var deadline = Fresh.Name(spot, scope, "deadline", "migrationDeadline");
        if (Migrating(call, whole, deadline, spot) is not { } migrating) return null;

        var seconds = spot.Note(MigrateWithoutDeadline.TimeoutNote) ?? "300";
        var exception = Fresh.Name(spot, statement, "e", "exception");
        var token = Awaiting.TokenInScope(spot);
        var tell = Telling.Information(spot, statement.SpanStart, IsOnSqlite(spot)
            ? "Migrating the database; this waits while another process holds __EFMigrationsLock"
            : "Migrating the database; this waits while another process migrates it");
        var failure = IsOnSqlite(spot)
            ? $"The database was not migrated within {seconds} seconds; if no other process is migrating, the row that is left in __EFMigrationsLock must be deleted"
            : $"The database was not migrated within {seconds} seconds; another process may be migrating it, or holds the migration lock";

        var made = Pattern.Statements(
            $$"""
            {{tell?.Statement}}
            {{Source(deadline, seconds, token)}}
            try
            {
                {{migrating}};
            }
            catch (Exception {{exception}}) when ({{deadline}}.IsCancellationRequested{{(token is null ? "" : $" && !{token}.IsCancellationRequested")}})
            {
                throw new TimeoutException({{SymbolDisplay.FormatLiteral(failure, quote: true)}}, {{exception}});
            }
            """, spot.NewLine);
        var root = Replacement.Of(spot.Root, statement, made.Where(part => part is not EmptyStatementSyntax).ToArray(), spot.NewLine);
        root = Usings.Ensure(root, spot, "System.TimeSpan", "System.Threading.CancellationTokenSource", "Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions");
        return tell?.In(root, spot) ?? root;
    }

    private static bool IsOnSqlite(Spot spot) => spot.Note(MigrateWithoutDeadline.SqliteNote) is not null;

    /// <summary>The call with what waits for its task.</summary>
    private static ExpressionSyntax Whole(InvocationExpressionSyntax call)
    {
        ExpressionSyntax whole = call;
        while (whole.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "GetAwaiter" or "GetResult" or "Wait", Parent: InvocationExpressionSyntax outer }) whole = outer;
        return whole.Parent is AwaitExpressionSyntax awaited ? awaited : whole;
    }

    private static string Source(string deadline, string seconds, string? token) =>
        token is null
            ? $"using var {deadline} = new CancellationTokenSource(TimeSpan.FromSeconds({seconds}));"
            : $"using var {deadline} = CancellationTokenSource.CreateLinkedTokenSource({token});\n{deadline}.CancelAfter(TimeSpan.FromSeconds({seconds}));";

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
