using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ProdReady.Engine;

namespace ProdReady.Facts;

/// <summary>
/// Rows that users add to the fact tables, in additional files named <c>ProdReady.Apis.txt</c>:
/// <c>LoggingApis.Record = M:Contoso.Log.Failure(System.Exception)</c>, one a line, <c>#</c> begins a comment.
/// </summary>
internal sealed class UserApis(IReadOnlyList<UserApis.Row> rows, IReadOnlyList<MisunderstoodLine> mistakes)
{
    public const string FileName = "ProdReady.Apis.txt";

    /// <summary>The tables that can be extended, by the name used in the file.</summary>
    public static readonly IReadOnlyDictionary<string, Api[]> Tables = FindTables();

    public IReadOnlyList<Row> Rows => rows;

    public IReadOnlyList<MisunderstoodLine> Mistakes => mistakes;

    public IEnumerable<ISymbol> Members(Api[] table, Compilation compilation) =>
        rows.Where(row => Tables[row.Table] == table)
            .SelectMany(row => DocumentationCommentId.GetSymbolsForDeclarationId(row.DeclarationId, compilation));

    /// <summary>The names of the members that were added to a table.</summary>
    public IEnumerable<string> Names(Api[] table) =>
        rows.Where(row => Tables[row.Table] == table).Select(row => Name(row.DeclarationId));

    /// <summary>The names of their types.</summary>
    public IEnumerable<string> TypeNames(Api[] table) =>
        rows.Where(row => Tables[row.Table] == table).Select(row => TypeName(row.DeclarationId));

    public static UserApis Read(AnalyzerOptions options, CancellationToken cancellation)
    {
        var rows = new List<Row>();
        var mistakes = new List<MisunderstoodLine>();
        foreach (var file in options.AdditionalFiles)
        {
            if (!string.Equals(Path.GetFileName(file.Path), FileName, StringComparison.OrdinalIgnoreCase)) continue;
            if (file.GetText(cancellation) is not { } text) continue;

            foreach (var line in text.Lines)
            {
                var content = line.ToString().Split('#')[0].Trim();
                if (content.Length == 0) continue;
                var where = Location.Create(file.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span));
                if (Parse(content, where) is { } row) rows.Add(row);
                else mistakes.Add(new MisunderstoodLine(where, content, Advice(content)));
            }
        }

        return new UserApis(rows, mistakes);
    }

    /// <summary>The name as the symbol has it: an id writes <c>#ctor</c> for <c>.ctor</c>, and adds the number of type parameters.</summary>
    private static string Name(string declarationId) => Types.NameIn(Parts(declarationId).Last()).Replace('#', '.');

    /// <summary>Empty where the id names no type, and so no member.</summary>
    private static string TypeName(string declarationId) => Types.NameIn(Parts(declarationId).Reverse().Skip(1).FirstOrDefault() ?? "");

    private static IEnumerable<string> Parts(string declarationId) => declarationId.Substring(2).Split('(')[0].Split('.');

    private static Row? Parse(string content, Location where)
    {
        var equals = content.IndexOf('=');
        if (equals < 0) return null;
        var table = content.Substring(0, equals).Trim();
        var id = content.Substring(equals + 1).Trim();
        return Tables.ContainsKey(table) && id.Length > 2 && id[1] == ':' && id[0] is 'M' or 'P' ? new Row(table, id, where) : null;
    }

    private static string Advice(string content)
    {
        var table = content.Split('=')[0].Trim();
        if (!content.Contains("=") || Tables.ContainsKey(table)) return "write 'Table = M:Namespace.Type.Method(System.Exception)', with a table and the documentation id of a method or property";
        return $"there is no table '{table}', " + (Nearest.To(table, Tables.Keys) is { } near ? $"write '{near}'" : $"see {Pages.Options}");
    }

    private static Dictionary<string, Api[]> FindTables() =>
        typeof(UserApis).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(UserApis).Namespace && type.Name.EndsWith("Apis", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(Api[])))
            .ToDictionary(field => field.DeclaringType!.Name + "." + field.Name, field => (Api[])field.GetValue(null)!, StringComparer.Ordinal);

    internal sealed record Row(string Table, string DeclarationId, Location Where);
}
