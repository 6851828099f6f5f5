using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProdReady.Engine;

/// <summary>A limit on a migration that names what it waited for when it is over.</summary>
internal static class Deadline
{
    /// <summary>The root in which a migration under a token that expires stands in place of <paramref name="statement"/>; null when it cannot be written.</summary>
    /// <param name="spot">The finding.</param>
    /// <param name="statement">What is replaced.</param>
    /// <param name="migrating">The migration, given the name of the source of the token.</param>
    /// <param name="seconds">The limit.</param>
    /// <param name="onSqlite">Whether its lock is a row that a killed process leaves behind.</param>
    public static SyntaxNode? On(Spot spot, ExpressionStatementSyntax statement, Func<string, string?> migrating, string seconds, bool onSqlite)
    {
        var scope = statement.Parent switch { GlobalStatementSyntax => spot.Root, BlockSyntax block => block, _ => statement };
        var deadline = Fresh.Name(spot, scope, "deadline", "migrationDeadline");
        if (migrating(deadline) is not { } migration) return null;

        var exception = Fresh.Name(spot, statement, "e", "exception");
        var token = Awaiting.TokenInScope(spot);
        var tell = Telling.Information(spot, statement.SpanStart, onSqlite
            ? "Migrating the database; this waits while another process holds __EFMigrationsLock"
            : "Migrating the database; this waits while another process migrates it");
        var failure = onSqlite
            ? $"The database was not migrated within {seconds} seconds; if no other process is migrating, the row that is left in __EFMigrationsLock must be deleted"
            : $"The database was not migrated within {seconds} seconds; another process may be migrating it, or holds the migration lock";

        var made = Pattern.Statements(
            $$"""
            {{tell?.Statement}}
            {{Source(deadline, seconds, token)}}
            try
            {
                {{migration}};
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

    private static string Source(string deadline, string seconds, string? token) =>
        token is null
            ? $"using var {deadline} = new CancellationTokenSource(TimeSpan.FromSeconds({seconds}));"
            : $"using var {deadline} = CancellationTokenSource.CreateLinkedTokenSource({token});\n{deadline}.CancelAfter(TimeSpan.FromSeconds({seconds}));";
}
