using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>What SQL text takes away from those who know the schema as it was. Constraints and indexes are no part of what they ask for.</summary>
internal static class DestructiveSql
{
    private const RegexOptions Loose = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline;

    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(200);

    /// <summary>A name as databases write it, with the schema in front.</summary>
    private const string Name = """(?<name>[\w$#."`\[\]]+)""";

    private static readonly Regex Comment = new(@"--[^\n]*|/\*.*?\*/", Loose, Limit);

    /// <summary>Where code of the database is made, nothing happens yet.</summary>
    private static readonly Regex Code = new(@"\bcreate\s+(or\s+(replace|alter)\s+)?(function|procedure|trigger|view)\b|\bdo\s+\$", Loose, Limit);

    private const string AlterTable = $@"\balter\s+table\s+(if\s+exists\s+)?(only\s+)?{Name}[^;]*?";

    private static readonly (Regex Shape, string Words)[] Losses =
    [
        (Of($@"\bdrop\s+table\s+(if\s+exists\s+)?{Name}"), "DROP TABLE"),
        (Of($@"{AlterTable}\bdrop\s+column\b"), "DROP COLUMN"),
        (Of(@"\bdrop\s+sequence\b"), "DROP SEQUENCE"),
        (Of($@"{AlterTable}\brename\s+(column\b|to\b|(?!constraint\b|index\b|key\b)[\w""`]+\s+to\b)"), "RENAME"),
        (Of($@"\brename\s+table\s+{Name}"), "RENAME TABLE"),
        (Of(@"\bsp_rename\b(?![^;]*'(index|userdatatype)')"), "sp_rename"),
        (Of($@"{AlterTable}\bset\s+not\s+null\b"), "SET NOT NULL"),
        (Of($@"{AlterTable}\balter\s+(column\s+)?[\w""`]+\s+(set\s+data\s+)?type\b"), "ALTER COLUMN TYPE"),
        (Of($@"{AlterTable}\b(alter|modify)\s+column\s+[\w""`\[\]]+\s+(?!drop\b|set\b|add\b|type\b)[\w\s(),]*?\bnot\s+null\b"), "NOT NULL"),
    ];

    /// <summary>The words that take something away; null when there are none, or they are about what <paramref name="isOwn"/>.</summary>
    public static string? Of(string sql, Func<string, bool> isOwn)
    {
        try
        {
            var text = Comment.Replace(sql, " ");
            if (Code.IsMatch(text)) return null;
            foreach (var (shape, words) in Losses)
            {
                if (shape.Matches(text).Cast<Match>().Any(match => !(match.Groups["name"] is { Success: true, Value: var name } && (isOwn(Bare(name)) || Makes(text, Bare(name)))))) return words;
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // Too much to read, so unknown.
        }

        return null;
    }

    /// <summary>Whether the text makes a table of this name, or gives the name to another.</summary>
    public static bool Makes(string sql, string table) =>
        Regex.IsMatch(sql, $@"\b(create\s+(temp\s+|temporary\s+|unlogged\s+)?table\s+(if\s+not\s+exists\s+)?|rename\s+to\s+)[\w$#.""`\[\]]*?[""`\[]?{Regex.Escape(table)}(?![\w$])", Loose, TimeSpan.FromSeconds(1));

    /// <summary>The text of an argument: where values are put in, what stands around them.</summary>
    public static string? Text(IOperation? sql) => sql?.Bare() switch
    {
        { ConstantValue: { HasValue: true, Value: string text } } => text,
        IInterpolatedStringOperation interpolated => string.Concat(interpolated.Parts.Select(part => part is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string text } } ? text : "_")),
        _ => null,
    };

    private static string Bare(string name) => name.Substring(name.LastIndexOf('.') + 1).Trim('"', '`', '[', ']');

    private static Regex Of(string pattern) => new(pattern, Loose, Limit);
}
