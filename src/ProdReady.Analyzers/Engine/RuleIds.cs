using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>The ids of all rules of the package, found by reflection: no list is kept anywhere.</summary>
internal static class RuleIds
{
    /// <summary>Where they are listed.</summary>
    public const string Page = "https://github.com/prodready/ProdReady.Analyzers/blob/main/docs/index.md";

    private static readonly Lazy<HashSet<string>> Found = new(Find);

    private static readonly Regex Shape = new(@"^PRD\d{1,3}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public static IReadOnlyCollection<string> All => Found.Value;

    public static bool Exists(string id) => Found.Value.Contains(id);

    /// <summary>Whether it is written like an id of ours, be there such a rule or not.</summary>
    public static bool IsMeant(string id) => Shape.IsMatch(id);

    private static HashSet<string> Find() => new(
        typeof(ProductionRule).Assembly.GetTypes()
            .Where(type => typeof(ProductionRule).IsAssignableFrom(type) && !type.IsAbstract)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Where(field => field.FieldType == typeof(DiagnosticDescriptor)))
            .Select(field => ((DiagnosticDescriptor)field.GetValue(null)!).Id),
        StringComparer.OrdinalIgnoreCase);
}
