using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>What a step of a migration changes about a column, for who reads and writes it as it was.</summary>
internal static class ColumnChange
{
    private static readonly HashSet<string> Texts = new(StringComparer.OrdinalIgnoreCase)
    {
        "text", "varchar", "nvarchar", "character varying", "citext", "longtext", "mediumtext", "tinytext", "ntext", "clob", "nclob", "varchar2", "nvarchar2",
    };

    /// <summary>Columns of PostgreSQL and SQLite that hold more than before: their drivers read the new as the old where the value fits.</summary>
    private static readonly HashSet<(string, string)> Wider = [("smallint", "integer"), ("integer", "bigint"), ("real", "double precision")];

    /// <summary>From which type to which it changes, so that the old one no longer does; null when it still does, or when that cannot be told.</summary>
    public static (string From, string To)? Retyping(IInvocationOperation alter)
    {
        if (NextRelease.Text(alter, "oldType") is { } from && NextRelease.Text(alter, "type") is { } to)
        {
            var (old, now) = (Base(from), Base(to));
            if (Texts.Contains(old) && Texts.Contains(now)) return IsShorter(Length(from), Length(to)) ? (from, to) : null;
            return string.Equals(old, now, StringComparison.OrdinalIgnoreCase) || Wider.Contains((old.ToLowerInvariant(), now.ToLowerInvariant())) ? null : (from, to);
        }

        if (alter.Argument("oldClrType")?.Bare() is not ITypeOfOperation { TypeOperand: var before } || alter.TargetMethod.TypeArguments.FirstOrDefault() is not { } after) return null;
        if (!SymbolEqualityComparer.Default.Equals(before, after)) return (before.ToDisplayString(), after.ToDisplayString());
        var (least, most) = (Number(alter, "oldMaxLength"), Number(alter, "maxLength"));
        return IsShorter(least, most) ? ($"length {least?.ToString(CultureInfo.InvariantCulture) ?? "without limit"}", $"length {most?.ToString(CultureInfo.InvariantCulture)}") : null;
    }

    /// <summary>Whether it refuses NULL, which it took before.</summary>
    public static bool Refuses(IInvocationOperation alter) => IsRequired(alter) && Flag(alter, "oldNullable") == true;

    /// <summary>Whether a new column has to be given a value in every insert: it takes no NULL, and nothing fills it in.</summary>
    public static bool MustBeGiven(IInvocationOperation add) =>
        IsRequired(add)
        && add.Argument("defaultValue") is null && add.Argument("defaultValueSql") is null && add.Argument("computedColumnSql") is null && add.Argument("rowVersion") is null
        && !FillsItself(add);

    private static bool IsRequired(IInvocationOperation step) => step.Argument("nullable") is null || Flag(step, "nullable") == false;

    private static bool? Flag(IInvocationOperation step, string parameter) =>
        step.Argument(parameter) is { ConstantValue: { HasValue: true, Value: bool value } } ? value : null;

    private static int? Number(IInvocationOperation step, string parameter) =>
        step.Argument(parameter)?.Bare() is { ConstantValue: { HasValue: true, Value: int value } } ? value : null;

    /// <summary>Whether the database counts it up: the providers say that with an annotation, each in its own way.</summary>
    private static bool FillsItself(IInvocationOperation add)
    {
        for (var next = add.Parent; next is IInvocationOperation { TargetMethod.Name: "Annotation" } annotation; next = next.Parent)
        {
            if (NextRelease.Text(annotation, "name") is not { } name || name.Contains("Identity") || name.Contains("ValueGeneration") || name.Contains("Autoincrement")) return true;
        }

        return false;
    }

    private static string Base(string type)
    {
        var open = type.IndexOf('(');
        var close = type.IndexOf(')');
        return (open < 0 || close < open ? type : type.Substring(0, open).TrimEnd() + type.Substring(close + 1)).Trim();
    }

    private static int? Length(string type) =>
        type.IndexOf('(') is >= 0 and var open && int.TryParse(type.Substring(open + 1).Split(')')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : null;

    /// <summary>No length is any length.</summary>
    private static bool IsShorter(int? before, int? after) => after is { } now && (before is not { } old || now < old);
}
