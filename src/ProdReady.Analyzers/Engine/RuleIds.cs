using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>The ids and titles of all rules of the package, found by reflection: no list is kept anywhere.</summary>
internal static class RuleIds
{
    private static readonly Lazy<Dictionary<string, DiagnosticDescriptor>> Found = new(Find);

    private static readonly Regex Shape = new(@"^PRD\d{1,3}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public static IReadOnlyCollection<string> All => Found.Value.Keys;

    public static bool Exists(string id) => Found.Value.ContainsKey(id);

    /// <summary>What is wrong, in the words of the rule.</summary>
    public static string? Title(string id) => Found.Value.TryGetValue(id, out var rule) ? rule.Title.ToString(CultureInfo.InvariantCulture) : null;

    /// <summary>Whether it is written like an id of ours, be there such a rule or not.</summary>
    public static bool IsMeant(string id) => Shape.IsMatch(id);

    private static Dictionary<string, DiagnosticDescriptor> Find() =>
        typeof(ProductionRule).Assembly.GetTypes()
            .Where(type => typeof(ProductionRule).IsAssignableFrom(type) && !type.IsAbstract)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic).Where(field => field.FieldType == typeof(DiagnosticDescriptor)))
            .Select(field => (DiagnosticDescriptor)field.GetValue(null)!)
            .GroupBy(rule => rule.Id)
            .ToDictionary(wordings => wordings.Key, wordings => wordings.First(), StringComparer.OrdinalIgnoreCase);
}
