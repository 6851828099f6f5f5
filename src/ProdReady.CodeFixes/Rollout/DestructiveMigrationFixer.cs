using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Rollout;

/// <summary>Turns a step of a migration into its first half, the one that the running version can live with.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class DestructiveMigrationFixer() : ProductionFixer(
    DestructiveMigration.Rule,
    new Remedy("Give the column a default", spot => Task.FromResult(GiveDefault(spot))),
    new Remedy("Let the column be NULL", spot => Task.FromResult(LetBeNull(spot))),
    new Remedy("Add the new column beside the old one", spot => Task.FromResult(AddBeside(spot))),
    new Remedy("Keep the column in this release", spot => Task.FromResult(KeptColumn.In(spot))))
{
    private static SyntaxNode? GiveDefault(Spot spot)
    {
        if (MigrationStep.Of(spot.Call) is not { Verb: "AddColumn", Type: { } type } step || Default(spot.Model.GetTypeInfo(type, spot.Cancellation).Type) is not { } value) return null;
        return spot.Root.ReplaceNode(step.Call, MoreArguments.Adding(step.Call, "defaultValue", value));
    }

    private static SyntaxNode? LetBeNull(Spot spot)
    {
        if (MigrationStep.Of(spot.Call) is not { Verb: "AddColumn" } step) return null;
        var given = step.Call.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "nullable");
        return given is null
            ? spot.Root.ReplaceNode(step.Call, MoreArguments.Adding(step.Call, "nullable", "true"))
            : spot.Root.ReplaceNode(given.Expression, SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression).WithTriviaFrom(given.Expression));
    }

    /// <summary>A new column with what the old one has; on the way down it goes again.</summary>
    private static SyntaxNode? AddBeside(Spot spot)
    {
        if (MigrationStep.Of(spot.Call) is not { Verb: "RenameColumn" } step || spot.Note(DestructiveMigration.TypeNote) is not { } type) return null;
        if (step.Literal("name") is not { } old || step.Literal("newName") is not { } name || step.Literal("table") is not { } table || step.Text("schema") is not null && step.Literal("schema") is null) return null;

        var store = spot.Note(DestructiveMigration.StoreNote);
        var added = step.Instead($"AddColumn<{type}>", step.Given("schema", "table").Prepend($"name: {step.Text("newName")}").Concat(store is null ? [] : [$"type: {SymbolDisplay.FormatLiteral(store, quote: true)}"]).Append("nullable: true"), spot.NewLine);
        var place = step.Literal("schema") is { } schema ? Quoted(spot, schema) + "." + Quoted(spot, table) : Quoted(spot, table);
        var copied = step.Instead("Sql", [SymbolDisplay.FormatLiteral($"UPDATE {place} SET {Quoted(spot, name)} = {Quoted(spot, old)}", quote: true)], spot.NewLine);
        if (copied is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax copy }) copied = copied.ReplaceNode(copy.ArgumentList, OnOneLine(copy.ArgumentList));

        var back = step.Back().FirstOrDefault(other => other.Verb == "RenameColumn" && other.IsAbout(step, "table", "schema") && other.Text("name") == step.Text("newName") && other.Text("newName") == step.Text("name"));
        var root = back is null ? spot.Root : spot.Root.TrackNodes(step.Statement, back.Statement);
        if (back is not null) root = root.ReplaceNode(root.GetCurrentNode(back.Statement)!, back.Instead("DropColumn", back.Given("name", "schema", "table"), spot.NewLine));
        var statement = back is null ? step.Statement : root.GetCurrentNode(step.Statement)!;
        return Replacement.Of(root, statement, [added.WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine)), copied.WithLeadingTrivia(SyntaxFactory.Whitespace(MigrationStep.Margin(step.Statement)))], spot.NewLine);
    }

    private static ArgumentListSyntax OnOneLine(ArgumentListSyntax list) =>
        list.WithOpenParenToken(list.OpenParenToken.WithTrailingTrivia()).WithArguments(SyntaxFactory.SingletonSeparatedList(list.Arguments[0].WithoutTrivia()));

    /// <summary>What EF Core itself writes for rows that are there already.</summary>
    private static string? Default(ITypeSymbol? type) => type?.SpecialType switch
    {
        SpecialType.System_Boolean => "false",
        SpecialType.System_String => "\"\"",
        SpecialType.System_Decimal => "0m",
        SpecialType.System_Double => "0.0",
        SpecialType.System_Single => "0f",
        SpecialType.System_Int64 => "0L",
        SpecialType.System_Int32 => "0",
        SpecialType.System_Int16 => "(short)0",
        SpecialType.System_Byte => "(byte)0",
        SpecialType.System_DateTime => "new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified)",
        _ => type is { Name: "Guid", ContainingNamespace.Name: "System" } ? "new Guid(\"00000000-0000-0000-0000-000000000000\")" : null,
    };

    /// <summary>A name in SQL: in double quotes, but for MySQL.</summary>
    private static string Quoted(Spot spot, string name) =>
        Known.About(spot.Model.Compilation, spot.Document.Project.AnalyzerOptions, spot.Cancellation) is var known && Databases.UseMySql(known) ? $"`{name}`" : $"\"{name}\"";
}
