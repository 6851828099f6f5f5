using System.Text.RegularExpressions;
using ProdReady.Engine;

namespace ProdReady.Configuration;

/// <summary>The lines of an <c>.editorconfig</c> that set a severity of ours: the compiler passes over a mistake in silence.</summary>
internal static class SeverityLines
{
    public const string Accepted = "error, warning, suggestion, silent, none or default";

    public const string OfRule = "dotnet_diagnostic.PRD";

    public const string OfCategory = "dotnet_analyzer_diagnostic.category-ProdReady";

    private static readonly Regex Form = new(@"^dotnet_(?:diagnostic\.(?<id>PRD\d{1,3})|analyzer_diagnostic\.category-(?<category>ProdReady\.\w+))\.severity$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    private static readonly string[] Values = ["error", "warning", "suggestion", "silent", "refactoring", "none", "default"];

    private static readonly string[] Categories = [.. Enum.GetNames(typeof(Concern)).Select(concern => "ProdReady." + concern)];

    public static bool AreOurs(string key) => Form.IsMatch(key);

    public static bool Understands(string value) => Values.Contains(value, StringComparer.OrdinalIgnoreCase);

    /// <summary>What the line names and nobody has. Ids are all alike, so none of them is guessed.</summary>
    public static (string Name, string Advice)? Unknown(string key)
    {
        var named = Form.Match(key);
        var (id, category) = (named.Groups["id"].Value, named.Groups["category"].Value);
        if (id.Length > 0) return RuleIds.Exists(id) ? null : (id, See(Pages.Rules));
        return Categories.Contains(category, StringComparer.OrdinalIgnoreCase) ? null : (category, Near(category, Categories, Pages.Rules));
    }

    /// <summary>What was probably meant, or where to look.</summary>
    public static string Near(string written, IEnumerable<string> names, string page) => Nearest.To(written, names) is { } near ? $"write '{near}'" : See(page);

    public static string See(string page) => $"see {page}";
}
