using Microsoft.CodeAnalysis;

namespace ProdReady.Ratchet;

/// <summary>A line of the list: a rule, the member, the text of the line that was reported, and the target frameworks it occurs in where not in all.</summary>
internal sealed class BaselineEntry(string id, string member, string line, string[] frameworks, Location where)
{
    public string Id => id;

    public string Member => member;

    public string Line => line;

    /// <summary>Where it stands in the list.</summary>
    public Location Where => where;

    public bool IsFor(string? framework) => frameworks.Length == 0 || framework is null || frameworks.Contains(framework, StringComparer.OrdinalIgnoreCase);
}
