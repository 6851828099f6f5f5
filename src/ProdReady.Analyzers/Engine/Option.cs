using System.Globalization;
using System.Reflection;

namespace ProdReady.Engine;

/// <summary>A key users set in <c>.editorconfig</c>. Declared beside the rule that reads it; a test holds page and index to it.</summary>
internal abstract class Option(string key, string accepts, string meaning)
{
    private static readonly Lazy<IReadOnlyDictionary<string, Option>> Found = new(Find);

    /// <summary>All options of all rules, by key.</summary>
    public static IReadOnlyDictionary<string, Option> All => Found.Value;

    public string Key => key;

    /// <summary>The accepted values, as shown to the user.</summary>
    public string Accepts => accepts;

    public string Meaning => meaning;

    public abstract string DefaultText { get; }

    public abstract bool Understands(string text);

    private static IReadOnlyDictionary<string, Option> Find() =>
        typeof(Option).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => typeof(Option).IsAssignableFrom(field.FieldType))
            .Select(field => (Option)field.GetValue(null)!)
            .ToDictionary(option => option.Key, StringComparer.OrdinalIgnoreCase);
}

/// <inheritdoc/>
internal sealed class Option<T>(string key, T byDefault, string accepts, string meaning, Option<T>.Parser parse)
    : Option(key, accepts, meaning)
{
    public delegate bool Parser(string text, out T value);

    public override string DefaultText => byDefault is bool flag ? (flag ? "true" : "false") : Convert.ToString(byDefault, CultureInfo.InvariantCulture) ?? "";

    public override bool Understands(string text) => parse(text.Trim(), out _);

    /// <summary>The value of <paramref name="text"/>, or the default when it is absent or not understood (which PRD001 reports).</summary>
    public T Read(string? text) => text is not null && parse(text.Trim(), out var value) ? value : byDefault;
}

/// <summary>The kinds of values options have.</summary>
internal static class Options
{
    public static Option<bool> Flag(string key, bool byDefault, string meaning) =>
        new(key, byDefault, "true or false", meaning, bool.TryParse);

    public static Option<int> Number(string key, int byDefault, int least, int most, string meaning) =>
        new(key, byDefault, $"a whole number from {least} to {most}", meaning,
            (string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);

    public static Option<string> Choice(string key, string byDefault, string other, string meaning) =>
        new(key, byDefault, $"{byDefault} or {other}", meaning,
            (string text, out string value) =>
            {
                value = text.ToLowerInvariant();
                return value == byDefault || value == other;
            });

    public static Option<string> Names(string key, string byDefault, string meaning) =>
        new(key, byDefault, "names separated by commas", meaning,
            (string text, out string value) =>
            {
                value = text;
                return Split(text).All(name => name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '*'));
            });

    /// <summary>One name, such as that of a folder or of a version; none by default.</summary>
    public static Option<string> Name(string key, string accepts, string meaning) =>
        new(key, "", accepts, meaning,
            (string text, out string value) =>
            {
                value = text;
                return text.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '-' or '/');
            });

    /// <summary>Names that may also have the characters of a path or of a key in them; a star stands for anything.</summary>
    public static Option<string> Patterns(string key, string meaning) =>
        new(key, "", "names separated by commas, with * for anything", meaning,
            (string text, out string value) =>
            {
                value = text;
                return Split(text).All(name => name.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '*' or ':' or '-' or '/'));
            });

    public static IEnumerable<string> Split(string names) =>
        names.Split([','], StringSplitOptions.RemoveEmptyEntries).Select(name => name.Trim()).Where(name => name.Length > 0);
}
