using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Rollout;

/// <summary>Runs the migrations that are there, under a deadline.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class EnsureCreatedOutsideDevelopmentFixer() : ProductionFixer(
    EnsureCreatedOutsideDevelopment.Rule,
    new Remedy("Migrate instead", spot => Task.FromResult(Migrate(spot))))
{
    private static SyntaxNode? Migrate(Spot spot)
    {
        if (spot.Note(EnsureCreatedOutsideDevelopment.MigrationsNote) is null || spot.Call is not { Expression: MemberAccessExpressionSyntax { Expression: var database } } call) return null;
        if (Awaiting.Whole(call) is not { Parent: ExpressionStatementSyntax statement }) return null;
        return Deadline.On(
            spot, statement,
            deadline => Awaiting.IsOpen(call) ? $"await {database}.MigrateAsync({deadline}.Token)" : $"{database}.MigrateAsync({deadline}.Token).GetAwaiter().GetResult()",
            spot.Note(EnsureCreatedOutsideDevelopment.TimeoutNote) ?? "300",
            spot.Note(EnsureCreatedOutsideDevelopment.SqliteNote) is not null);
    }
}
