namespace ProdReady.Benchmarks.Service;

internal static class Text
{
    /// <summary>Moves every line but the first to the right: the first stands where the template has the hole.</summary>
    public static string In(this string text, int columns) =>
        text.ReplaceLineEndings("\n").Split('\n').Select((line, number) => number == 0 || line.Length == 0 ? line : new string(' ', columns) + line).Lines();

    public static string Lines(this IEnumerable<string> parts, string separator = "\n") => string.Join(separator, parts);

    public static T One<T>(this Random dice, params ReadOnlySpan<T> choices) => choices[dice.Next(choices.Length)];

    public static bool Chance(this Random dice, int percent) => dice.Next(100) < percent;
}
