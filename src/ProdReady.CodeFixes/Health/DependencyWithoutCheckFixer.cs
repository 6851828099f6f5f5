using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Health;

/// <summary>Adds a check that really asks the database: that of Entity Framework's package where it is referenced, else one that is written out.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class DependencyWithoutCheckFixer() : ProductionFixer(
    DependencyWithoutCheck.Rule,
    new Remedy("Add a check of the database", spot => Task.FromResult(AddCheck(spot))))
{
    private static SyntaxNode? AddCheck(Spot spot)
    {
        if (spot.Note(DependencyWithoutCheck.DatabaseNote) is not { } database || spot.Token.ValueText != "AddHealthChecks") return null;
        if (spot.Token.Parent?.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Expression: var receiver } } register) return null;
        var tags = spot.ListOf("ready");
        return spot.Type(HealthCheckApis.AddDatabase[0].Type) is null
            ? WriteCheck(register, database, tags, spot)
            : UseCheck(register, receiver, database, tags, spot);
    }

    /// <summary>The check takes no timeout, so all checks are given one.</summary>
    private static SyntaxNode? UseCheck(InvocationExpressionSyntax register, ExpressionSyntax receiver, string database, string tags, Spot spot)
    {
        var added = With(register, $".AddDbContextCheck<{database}>(tags: {tags})");
        if (register.FirstAncestorOrSelf<StatementSyntax>() is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax) || register.FirstAncestorOrSelf<StatementSyntax>() is not { } statement) return null;
        var limit = CheckTimeouts.Statement(receiver.WithoutTrivia().ToString(), CheckTimeouts.Usual, statement.Parent!, spot);
        var changed = statement.ReplaceNode(register, added);
        SyntaxNode? root = statement.Parent switch
        {
            GlobalStatementSyntax { Parent: CompilationUnitSyntax } global => spot.Root.ReplaceNode(global, [SyntaxFactory.GlobalStatement(changed), SyntaxFactory.GlobalStatement(limit)]),
            BlockSyntax => spot.Root.ReplaceNode(statement, [changed, limit]),
            _ => null,
        };
        return root is null ? null : Usings.Ensure(root, spot, CheckTimeouts.Names);
    }

    private static SyntaxNode? WriteCheck(InvocationExpressionSyntax register, string database, string tags, Spot spot)
    {
        var check = Fresh.Name(spot, spot.Root, database.Split('.').Last() + "Check");
        if (spot.Model.LookupNamespacesAndTypes(register.SpanStart, name: check).Any() || spot.Root is not CompilationUnitSyntax unit) return null;
        var hasLastLine = unit.GetLastToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        var type = Pattern.Member($$"""
            sealed class {{check}} : IHealthCheck
            {
                private readonly {{database}} _database;

                public {{check}}({{database}} database) => _database = database;

                public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
                    await _database.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus);
            }
            """, spot.NewLine);
        type = type.ReplaceNodes(type.DescendantNodes().OfType<NameSyntax>().Where(name => name.ToString() == database && database.Contains('.')), (name, _) => name.WithAdditionalAnnotations(Simplifier.Annotation))
            .WithLeadingTrivia(Enumerable.Repeat(SyntaxFactory.EndOfLine(spot.NewLine), hasLastLine ? 1 : 2))
            .WithTrailingTrivia(hasLastLine ? SyntaxFactory.TriviaList(SyntaxFactory.EndOfLine(spot.NewLine)) : default);
        var space = unit.Members.LastOrDefault() as BaseNamespaceDeclarationSyntax;
        unit = unit.ReplaceNode(register, With(register, $".AddCheck<{check}>(\"{database.Split('.').Last()}\", tags: {tags}, timeout: TimeSpan.FromSeconds({CheckTimeouts.Usual}))"));
        var last = unit.Members.LastOrDefault() as BaseNamespaceDeclarationSyntax;
        unit = space is null || last is null ? unit.AddMembers(type) : unit.ReplaceNode(last, last.AddMembers(type));
        return Usings.Ensure(unit, spot, HealthCheckApis.Check, "System.TimeSpan", "System.Threading.CancellationToken", "System.Threading.Tasks.Task");
    }

    /// <summary>The call, and what is called on its result.</summary>
    private static ExpressionSyntax With(InvocationExpressionSyntax register, string call)
    {
        var added = SyntaxFactory.ParseExpression("x" + call);
        added = added.ReplaceNode(added.DescendantNodes().OfType<IdentifierNameSyntax>().First(name => name.Identifier.ValueText == "x"), register.WithTrailingTrivia());
        return added.ReplaceNodes(added.DescendantNodes().OfType<QualifiedNameSyntax>(), (name, _) => name.WithAdditionalAnnotations(Simplifier.Annotation)).WithTrailingTrivia(register.GetTrailingTrivia());
    }
}
