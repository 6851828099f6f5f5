using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Advisory locks of a database, taken by a command that may wait for them without end.</summary>
internal static class SqlLocks
{
    private static readonly Regex Acquire = new(@"\b(sp_getapplock|pg_advisory_lock|pg_advisory_xact_lock)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Bound = new(@"@LockTimeout\s*=\s*(?!-)|\block_timeout\b|\bstatement_timeout\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>
    /// The lock function that <paramref name="assignment"/> puts into a command without limit. A command is bounded by its own timeout
    /// (30 s by default in SqlClient and Npgsql) unless the method sets that to 0.
    /// </summary>
    public static string? TakenBy(ISimpleAssignmentOperation assignment)
    {
        if (assignment is not { Target: IPropertyReferenceOperation { Property.Name: "CommandText", Instance: { } command }, Value.ConstantValue: { HasValue: true, Value: string sql } }) return null;
        if (Acquire.Match(sql) is not { Success: true } found || Bound.IsMatch(sql)) return null;
        return NeverTimesOut(command) ? found.Value : null;
    }

    private static bool NeverTimesOut(IOperation command) =>
        command.Root().Descendants().OfType<ISimpleAssignmentOperation>().Any(assignment =>
            assignment is { Target: IPropertyReferenceOperation { Property.Name: "CommandTimeout", Instance: { } other }, Value.ConstantValue: { HasValue: true, Value: 0 } }
            && SameVariable(command, other));

    private static bool SameVariable(IOperation one, IOperation other) => (one.Bare(), other.Bare()) switch
    {
        (ILocalReferenceOperation a, ILocalReferenceOperation b) => SymbolEqualityComparer.Default.Equals(a.Local, b.Local),
        (IParameterReferenceOperation a, IParameterReferenceOperation b) => SymbolEqualityComparer.Default.Equals(a.Parameter, b.Parameter),
        (IInstanceReferenceOperation a, IInstanceReferenceOperation b) => a.Parent?.Parent?.Syntax == b.Parent?.Parent?.Syntax,
        _ => false,
    };
}
