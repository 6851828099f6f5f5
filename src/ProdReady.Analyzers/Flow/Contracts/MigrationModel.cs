using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProdReady.Flow;

/// <summary>
/// The tables and columns that a version knows, as the designer file of its last migration has them. Read as text: names by convention are not written there as
/// the database has them, so what is not found for certain may be there.
/// </summary>
internal sealed class MigrationModel
{
    private readonly IReadOnlyList<Entity> _entities;
    private readonly HashSet<string> _words;

    private MigrationModel(SyntaxNode model)
    {
        _words = Words(model);
        _entities = model.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => Names.Of(call) == "Entity" && call.ArgumentList.Arguments.Any(argument => argument.Expression is LambdaExpressionSyntax))
            .Select(call => new Entity(
                new(call.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(inner => Names.Of(inner).EndsWith("ToTable", StringComparison.Ordinal)).SelectMany(inner => Words(inner.ArgumentList)), StringComparer.OrdinalIgnoreCase),
                Words(call)))
            .ToArray();
    }

    /// <summary>The model as it is after <paramref name="migration"/>; null when the file is not there.</summary>
    public static MigrationModel? Of(INamedTypeSymbol migration) =>
        migration.GetMembers("BuildTargetModel").SelectMany(method => method.DeclaringSyntaxReferences).FirstOrDefault()?.GetSyntax() is { } model ? new MigrationModel(model) : null;

    /// <summary>Whether the name stands anywhere in the model.</summary>
    public bool Mentions(string name) => _words.Contains(name);

    public bool MayHaveTable(string table) => Mentions(table);

    /// <summary>Whether an entity in the table, or one that shares the table of another, has the column; a part of an entity has its own name in front of it.</summary>
    public bool MayHaveColumn(string table, string column) =>
        _entities.Any(entity => (entity.Tables.Count == 0 || entity.Tables.Contains(table)) && (entity.Words.Contains(column) || entity.Words.Contains(column.Substring(column.LastIndexOf('_') + 1))));

    private static HashSet<string> Words(SyntaxNode node) =>
        new(node.DescendantTokens().Where(token => token.IsKind(SyntaxKind.StringLiteralToken)).Select(token => token.ValueText), StringComparer.OrdinalIgnoreCase);

    private sealed record Entity(HashSet<string> Tables, HashSet<string> Words);
}
