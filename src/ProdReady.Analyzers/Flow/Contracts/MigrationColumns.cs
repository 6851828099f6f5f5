using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>How the migrations of the compilation made a column.</summary>
internal sealed class MigrationColumns(Known known, MigrationHistory history)
{
    /// <summary>The step that made it, <c>AddColumn</c> or the <c>Column</c> of a new table, in the newest migration that has one; null where there is none.</summary>
    public IInvocationOperation? Making(INamedTypeSymbol migration, string table, string column) =>
        history.Beside(migration)
            .SelectMany(other => NextRelease.Steps(known, other))
            .Select(step => step.TargetMethod.Name switch
            {
                "AddColumn" when NextRelease.Text(step, "table") == table && NextRelease.Text(step, "name") == column => step,
                "CreateTable" when NextRelease.Text(step, "name") == table => step.Descendants().OfType<IInvocationOperation>().FirstOrDefault(part => part.TargetMethod.Name == "Column" && NameOf(part) == column),
                _ => null,
            })
            .FirstOrDefault(step => step is not null);

    /// <summary>That of the member it is put into, unless it is named.</summary>
    private static string? NameOf(IInvocationOperation column)
    {
        if (column.Argument("name") is not null) return NextRelease.Text(column, "name");
        IOperation? holder = column.Parent;
        while (holder is IInvocationOperation or IConversionOperation or IArgumentOperation) holder = holder.Parent;
        return holder is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name } } ? name : null;
    }
}
