using ProdReady.Engine;

namespace ProdReady.Flow;

/// <summary>Names that a user or a table gives, with a star at either end for anything.</summary>
internal static class NamePatterns
{
    /// <summary>Whether the name is one of those in a list.</summary>
    public static bool AnyMatches(string name, string patterns) => Options.Split(patterns).Any(pattern => Matches(name, pattern));

    public static bool Matches(string name, string pattern)
    {
        var text = pattern.Trim('*');
        var (begins, ends) = (!pattern.StartsWith("*", StringComparison.Ordinal), !pattern.EndsWith("*", StringComparison.Ordinal));
        return begins && ends ? string.Equals(name, text, StringComparison.OrdinalIgnoreCase)
            : begins ? name.StartsWith(text, StringComparison.OrdinalIgnoreCase)
            : ends ? name.EndsWith(text, StringComparison.OrdinalIgnoreCase)
            : name.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0;
    }
}
