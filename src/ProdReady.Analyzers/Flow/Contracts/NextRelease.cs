using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The migrations that are not in production yet, and what the version that is there knows of the database.</summary>
internal sealed class NextRelease(Known known, IReadOnlyCollection<INamedTypeSymbol> migrations, INamedTypeSymbol before)
{
    private const string NewTable = "CreateTable";

    private readonly Lazy<MigrationModel?> _running = new(() => MigrationModel.Of(before));
    private readonly Lazy<IReadOnlyList<IInvocationOperation>> _steps = new(() => migrations.SelectMany(migration => Steps(known, migration)).ToArray());

    public bool Has(INamedTypeSymbol migration) => migrations.Any(other => SymbolEqualityComparer.Default.Equals(other, migration));

    /// <summary>Whether the running version may use the table. Not if the release itself makes it, or makes it anew; nor if the model of the version does not have it.</summary>
    public bool MayUseTable(string table) => !IsMadeHere(table) && _running.Value?.MayHaveTable(table) != false;

    public bool MayUseColumn(string table, string column) =>
        !IsMadeHere(table) && !IsMadeHere(table, column) && _running.Value?.MayHaveColumn(table, column) != false;

    public bool MayUseSequence(string sequence) => _running.Value?.Mentions(sequence) != false;

    /// <summary>Whether the release makes the table.</summary>
    public bool IsMadeHere(string table) => _steps.Value.Any(step => step.TargetMethod.Name switch
    {
        NewTable => Text(step, "name") == table,
        "RenameTable" => Text(step, "newName") == table && Text(step, "name") != table,
        "Sql" => Text(step, "sql") is { } sql && DestructiveSql.Makes(sql, table),
        _ => false,
    });

    private bool IsMadeHere(string table, string column) => _steps.Value.Any(step => Text(step, "table") == table && step.TargetMethod.Name switch
    {
        "AddColumn" => Text(step, "name") == column,
        "RenameColumn" => Text(step, "newName") == column,
        _ => false,
    });

    /// <summary>The steps of a migration, those of its helpers not.</summary>
    public static IEnumerable<IInvocationOperation> Steps(Known known, INamedTypeSymbol migration) =>
        migration.GetMembers("Up").OfType<IMethodSymbol>().Select(known.Bodies.Of).OfType<IOperation>()
            .SelectMany(body => body.Descendants().OfType<IInvocationOperation>())
            .Where(call => call.TargetMethod.ContainingType.Name == "MigrationBuilder");

    /// <summary>The text that is given for a parameter; null when it is not always the same.</summary>
    public static string? Text(IInvocationOperation step, string parameter) =>
        step.Argument(parameter) is { ConstantValue: { HasValue: true, Value: string text } } ? text : null;
}
