using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Rollout;

/// <summary>Leaves the migration to one run of the program, before the replicas are rolled out.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class MigrateAtStartupWithReplicasFixer() : ProductionFixer(
    MigrateAtStartupWithReplicas.Rule,
    new Remedy("Migrate only when started with --migrate, and end then", spot => Task.FromResult(MigrateOnDemand(spot))),
    new Remedy("Migrate only on developers' machines", spot => Task.FromResult(MigrateInDevelopment(spot))))
{
    private static SyntaxNode? MigrateOnDemand(Spot spot)
    {
        if (Statement(spot) is not { } statement || Arguments(statement, spot) is not { } arguments || spot.Model.Compilation.GetEntryPoint(spot.Cancellation) is not { } main) return null;
        var chosen = Pattern.Statement(
            $$"""
            if ({{arguments}}.Contains("--migrate"))
            {
                {{statement.WithoutTrivia()}}
                return{{(EntryPoint.ReturnsCode(main) ? " 0" : "")}};
            }
            """, spot.NewLine);
        return Usings.Ensure(Replacement.Of(spot.Root, statement, [chosen], spot.NewLine), spot, "System.Linq.Enumerable");
    }

    private static SyntaxNode? MigrateInDevelopment(Spot spot)
    {
        if (Statement(spot) is not { } statement || Environment(spot) is not { } environment) return null;
        var chosen = Pattern.Statement(
            $$"""
            if ({{environment}}.IsDevelopment())
            {
                {{statement.WithoutTrivia()}}
            }
            """, spot.NewLine);
        return Usings.Ensure(Replacement.Of(spot.Root, statement, [chosen], spot.NewLine), spot, "Microsoft.Extensions.Hosting.HostEnvironmentEnvExtensions");
    }

    /// <summary>The statement that does nothing but migrate.</summary>
    private static ExpressionStatementSyntax? Statement(Spot spot) => spot.Call is { } call ? Awaiting.Whole(call).Parent as ExpressionStatementSyntax : null;

    /// <summary>The arguments of the program, where the statement belongs to its entry point: a return there ends it.</summary>
    private static string? Arguments(StatementSyntax statement, Spot spot) => Awaiting.Function(statement) switch
    {
        GlobalStatementSyntax => "args",
        MethodDeclarationSyntax { Identifier.ValueText: "Main", ParameterList.Parameters: { Count: 1 } given } method
            when SymbolEqualityComparer.Default.Equals(spot.Model.GetDeclaredSymbol(method, spot.Cancellation), spot.Model.Compilation.GetEntryPoint(spot.Cancellation)) => given[0].Identifier.Text,
        _ => null,
    };

    private static string? Environment(Spot spot)
    {
        var scope = new Scope(spot, spot.Token.SpanStart);
        return scope.Nearest("Microsoft.AspNetCore.Builder.WebApplication") is { } application ? application.Name + ".Environment"
            : scope.Nearest("Microsoft.Extensions.Hosting.IHostEnvironment")?.Name;
    }
}
