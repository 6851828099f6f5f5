using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Rollout;

/// <summary>
/// A column that is not dropped yet. The new version does not write it, so it must take NULL: how it was made stands in the way down, which puts it back.
/// </summary>
internal static class KeptColumn
{
    private static readonly string[] Place = ["name", "schema", "table", "type", "unicode", "maxLength", "precision", "scale"];

    public static SyntaxNode? In(Spot spot)
    {
        if (MigrationStep.Of(spot.Call) is not { Verb: "DropColumn" } step || step.Literal("name") is not { } name) return null;
        if (step.Back().FirstOrDefault(other => other.Verb == "AddColumn" && other.IsAbout(step, "name", "table", "schema")) is not { Type: { } type } back) return null;

        var comment = new[]
        {
            SyntaxFactory.Whitespace(MigrationStep.Margin(step.Statement)),
            SyntaxFactory.Comment($"// '{name}' stays until no running version uses it: drop it in the migration of a later release."),
            SyntaxFactory.EndOfLine(spot.NewLine),
        };
        return back.Text("nullable") == "true" ? Without(spot, step, back, comment) : IsRebuiltByModel(spot) ? null : Loosened(spot, step, back, type, comment);
    }

    /// <summary>Neither way says anything of the column any more.</summary>
    private static SyntaxNode? Without(Spot spot, MigrationStep step, MigrationStep back, SyntaxTrivia[] comment)
    {
        var root = spot.Root.TrackNodes(step.Statement, back.Statement);
        root = root.RemoveNode(root.GetCurrentNode(back.Statement)!, SyntaxRemoveOptions.KeepNoTrivia)!;
        var statement = root.GetCurrentNode(step.Statement)!;
        var next = statement.GetLastToken().GetNextToken();
        root = root.ReplaceToken(next, next.WithLeadingTrivia(statement.GetLeadingTrivia().Take(statement.GetLeadingTrivia().Count - 1).Concat(comment).Concat(next.LeadingTrivia)));
        return root.RemoveNode(root.GetCurrentNode(step.Statement)!, SyntaxRemoveOptions.KeepNoTrivia);
    }

    private static SyntaxNode Loosened(Spot spot, MigrationStep step, MigrationStep back, TypeSyntax type, SyntaxTrivia[] comment)
    {
        var before = back.Given("type", "maxLength", "precision", "scale", "unicode").Select(argument => "old" + char.ToUpperInvariant(argument[0]) + argument.Substring(1)).Prepend($"oldClrType: typeof({type})").ToArray();
        var up = step.Instead($"AlterColumn<{type}>", back.Given(Place).Append("nullable: true").Concat(before), spot.NewLine);
        var down = back.Instead($"AlterColumn<{type}>", back.Given(Place).Append("nullable: false").Concat(back.Given("defaultValue", "defaultValueSql")).Concat(before).Append("oldNullable: true"), spot.NewLine);
        var leading = step.Statement.GetLeadingTrivia();
        up = up.WithLeadingTrivia(leading.Take(leading.Count - 1).Concat(comment).Concat(leading.Skip(leading.Count - 1)));
        return spot.Root.ReplaceNodes([step.Statement, back.Statement], (old, _) => old == step.Statement ? up : down);
    }

    /// <summary>SQLite cannot alter a column: the table is made anew from the model, which does not have the column any more.</summary>
    private static bool IsRebuiltByModel(Spot spot) =>
        Databases.UseSqlite(Known.About(spot.Model.Compilation, spot.Document.Project.AnalyzerOptions, spot.Cancellation));
}
