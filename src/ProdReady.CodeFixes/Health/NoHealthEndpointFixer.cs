using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Health;

/// <summary>Writes the whole pattern: liveness that asks no dependency, readiness that asks all, both open to probes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class NoHealthEndpointFixer() : ProductionFixer(
    NoHealthEndpoint.Rule,
    new Remedy("Add and map liveness and readiness", spot => Task.FromResult(MapHealth(spot))),
    new Remedy("Publish a heartbeat of the work", WorkerHeartbeat.Publish))
{
    /// <summary>The root with the endpoints; outside Development alone where a helper maps others there.</summary>
    internal static SyntaxNode? MapHealth(Spot spot, bool outsideDevelopment = false)
    {
        if (spot.Enclosing<StatementSyntax>() is not { } reported) return null;
        // The application may be made outside the try block that runs it.
        var statements = reported.AncestorsAndSelf().OfType<StatementSyntax>().SelectMany(Siblings).Distinct().ToArray();
        var application = spot.Type("Microsoft.AspNetCore.Builder.WebApplication");
        var run = statements.SelectMany(Nested).FirstOrDefault(statement => RunsOn(statement, application, spot) is not null);
        if (run is null || RunsOn(run, application, spot) is not { } app) return null;
        if (statements.SelectMany(statement => statement.DescendantNodes().OfType<IdentifierNameSyntax>()).Any(name => name.Identifier.ValueText == "MapHealthChecks")) return null;
        var made = statements.FirstOrDefault(statement => Declares(statement, app) is not null);
        if (made is null || Declares(made, app) is not { Initializer.Value: InvocationExpressionSyntax build }) return null;

        // Mapped where both branches of an if get it.
        for (var around = run.Ancestors().OfType<StatementSyntax>().FirstOrDefault(statement => statement is not (BlockSyntax or TryStatementSyntax)); around is not null and not LocalFunctionStatementSyntax && statements.Contains(around); around = run.Ancestors().OfType<StatementSyntax>().FirstOrDefault(statement => statement is not (BlockSyntax or TryStatementSyntax)))
            run = around;

        var changes = new Dictionary<StatementSyntax, IEnumerable<StatementSyntax>>();
        if (!IsRegistered(statements) && spot.Note(NoHealthEndpoint.Registered) != nameof(Answer.Yes))
        {
            if (Registered(made, build, statements, spot) is not { } registration) return null;
            changes[made] = registration;
        }

        // Endpoints come last of all: behind a middleware that answers everything nobody reaches them.
        var (map, open) = statements.Any(statement => EndsPipeline(statement, spot)) ? ("UseHealthChecks", "") : ("MapHealthChecks", ".AllowAnonymous()");
        var maps = $$"""
            {{app}}.{{map}}("/livez", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }){{open}};
            {{app}}.{{map}}("/readyz"){{open}};

            """;
        changes[run] = Pattern.Statements(outsideDevelopment ? $"if (!{app}.Environment.IsDevelopment())\n{{\n{maps.TrimEnd()}\n}}\n\n" : maps, spot.NewLine).Append(run);

        var root = Usings.Ensure(Replace(spot.Root, changes, spot.NewLine), spot, "Microsoft.AspNetCore.Builder.WebApplication", "Microsoft.AspNetCore.Diagnostics.HealthChecks.HealthCheckOptions", outsideDevelopment ? "Microsoft.Extensions.Hosting.HostEnvironmentEnvExtensions" : null);
        return changes.ContainsKey(made)
            ? Usings.Ensure(root, spot, (CanCheckDatabases(spot) ? CheckTimeouts.Names : []).Concat(["Microsoft.Extensions.DependencyInjection.IServiceCollection", "Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult"]).ToArray())
            : root;
    }

    /// <summary>The statements that replace the one which makes the application, with the checks registered before it is built.</summary>
    private static IEnumerable<StatementSyntax>? Registered(StatementSyntax made, InvocationExpressionSyntax build, IReadOnlyList<StatementSyntax> statements, Spot spot)
    {
        if (build.Expression is not MemberAccessExpressionSyntax access) return null;
        if (access is { Name.Identifier.ValueText: "Build", Expression: IdentifierNameSyntax builder })
            return Pattern.Statements(Checks(builder.Identifier.ValueText, statements, spot), spot.NewLine).Append(made);

        // WebApplication.Create(args), or WebApplication.CreateBuilder(args).Build(): there is no builder to register on yet.
        var creation = access.Name.Identifier.ValueText switch
        {
            "Build" when access.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CreateBuilder" or "CreateSlimBuilder" } } inner => inner.ToString(),
            "Create" => access.Expression + ".CreateBuilder" + build.ArgumentList,
            _ => null,
        };
        if (creation is null) return null;
        var name = Fresh.Name(spot, made.Parent?.Parent ?? made, "builder", "appBuilder");
        return Pattern.Statements($"var {name} = {creation};\n" + Checks(name, statements, spot), spot.NewLine)
            .Select((statement, index) => index == 0 ? statement.WithLeadingTrivia(made.GetLeadingTrivia()) : statement)
            .Append(made.ReplaceNode(build, Pattern.Expression($"{name}.Build()")).WithLeadingTrivia(SyntaxFactory.EndOfLine(spot.NewLine)));
    }

    private static string Checks(string builder, IReadOnlyList<StatementSyntax> statements, Spot spot)
    {
        var databases = CanCheckDatabases(spot)
            ? statements.SelectMany(statement => statement.DescendantNodes().OfType<GenericNameSyntax>())
                .Where(name => name.Identifier.ValueText is "AddDbContext" or "AddDbContextPool" && name.TypeArgumentList.Arguments.Count == 1)
                .Select(name => $".AddDbContextCheck<{name.TypeArgumentList.Arguments[0]}>(tags: {spot.ListOf("ready")})")
                .ToArray()
            : [];
        // A helper that is not seen may register a check of that name, and two of a name end the start.
        var name = spot.Note(NoHealthEndpoint.Registered) == nameof(Answer.Unknown) ? "liveness" : "self";
        // The check of a database takes no timeout of its own.
        var limit = databases.Length > 0 ? CheckTimeouts.Text($"{builder}.Services", CheckTimeouts.Usual, statements[0].Parent!, spot) + "\n" : "";
        return $"{builder}.Services.AddHealthChecks().AddCheck(\"{name}\", () => HealthCheckResult.Healthy(), tags: {spot.ListOf("live")}){string.Concat(databases)};\n{limit}";
    }

    private static bool CanCheckDatabases(Spot spot) =>
        spot.Type("Microsoft.Extensions.DependencyInjection.EntityFrameworkCoreHealthChecksBuilderExtensions") is not null;

    private static bool IsRegistered(IReadOnlyList<StatementSyntax> statements) =>
        statements.SelectMany(statement => statement.DescendantNodes().OfType<IdentifierNameSyntax>()).Any(name => name.Identifier.ValueText == "AddHealthChecks");

    /// <summary>The name of the application that the statement runs.</summary>
    private static string? RunsOn(StatementSyntax statement, INamedTypeSymbol? application, Spot spot) =>
        statement.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or BlockSyntax)).OfType<InvocationExpressionSyntax>()
            .Select(call => call.Expression)
            .OfType<MemberAccessExpressionSyntax>()
            .Where(access => access.Name.Identifier.ValueText is "Run" or "RunAsync" && SymbolEqualityComparer.Default.Equals(spot.Model.GetTypeInfo(access.Expression).Type, application))
            .Select(access => (access.Expression as IdentifierNameSyntax)?.Identifier.ValueText)
            .FirstOrDefault(name => name is not null);

    /// <summary>Whether the statement adds a middleware that calls no other.</summary>
    private static bool EndsPipeline(StatementSyntax statement, Spot spot) =>
        statement.DescendantNodes(node => node is not AnonymousFunctionExpressionSyntax).OfType<InvocationExpressionSyntax>()
            .Any(call => call.ArgumentList.Arguments.Count == 1 && spot.Model.GetSymbolInfo(call).Symbol is IMethodSymbol { Name: "Run", ContainingType.Name: "RunExtensions" });

    private static VariableDeclaratorSyntax? Declares(StatementSyntax statement, string name) =>
        (statement as LocalDeclarationStatementSyntax)?.Declaration.Variables.FirstOrDefault(variable => variable.Identifier.ValueText == name);

    /// <summary>The statements beside this one: of the block, or the top-level ones.</summary>
    private static IEnumerable<StatementSyntax> Siblings(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => block.Statements,
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement),
        _ => [],
    };

    /// <summary>The statement and those of the blocks in it, such as that of a try.</summary>
    private static IEnumerable<StatementSyntax> Nested(StatementSyntax statement) =>
        statement.DescendantNodesAndSelf(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<StatementSyntax>()
            .Where(candidate => candidate.Parent is BlockSyntax or GlobalStatementSyntax);

    private static SyntaxNode Replace(SyntaxNode root, Dictionary<StatementSyntax, IEnumerable<StatementSyntax>> changes, string newLine)
    {
        root = root.TrackNodes(changes.Keys);
        foreach (var change in changes)
        {
            var old = root.GetCurrentNode(change.Key)!;
            // The first new statement takes the comments above the old one; the old one follows.
            var leading = old.GetLeadingTrivia();
            var made = change.Value.Select(statement => statement == change.Key ? old : statement).ToArray();
            if (made.Length > 1 && made[0] != old && made[made.Length - 1] == old)
            {
                made[0] = made[0].WithLeadingTrivia(leading.AddRange(made[0].GetLeadingTrivia()));
                made[made.Length - 1] = old.WithLeadingTrivia(SyntaxFactory.EndOfLine(newLine));
            }

            root = old.Parent is GlobalStatementSyntax global
                ? root.ReplaceNode(global, made.Select(SyntaxFactory.GlobalStatement))
                : old.Parent is BlockSyntax block
                    ? root.ReplaceNode(block, Handler.Open(block.ReplaceNode(old, made), newLine))
                    : root.ReplaceNode(old, made);
        }

        return root;
    }
}
