using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ProdReady.Configuration;

/// <summary>
/// The keys and values of a settings file, flattened as the host flattens them: <c>ConnectionStrings:Main</c>, without regard to case. What the host reads is read,
/// with comments and a comma at the end of a list; what it refuses is a mistake with its place, and then there are no values.
/// </summary>
internal sealed class JsonSettings
{
    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);

    private JsonSettings()
    {
    }

    /// <summary>Each key with its value; null for null and for what has nothing in it.</summary>
    public IReadOnlyDictionary<string, string?> Values => _values;

    /// <summary>What keeps the host from reading the file; null when nothing does.</summary>
    public Mistake? Why { get; private init; }

    public static JsonSettings Read(SourceText text)
    {
        var reader = new JsonReader(text.ToString());
        try
        {
            var settings = new JsonSettings();
            settings.Root(reader);
            return settings;
        }
        catch (JsonMistakeException mistake)
        {
            return new JsonSettings { Why = new Mistake(mistake.Position, mistake.Message) };
        }
    }

    private void Root(JsonReader reader)
    {
        reader.Skip();
        if (reader.AtEnd) throw reader.Mistake("the file is empty");
        if (reader.Current != '{') throw reader.Mistake("the file does not begin with '{'");
        Element(reader, "", 0);
        reader.Skip();
        if (!reader.AtEnd) throw reader.Mistake($"'{reader.Current}' follows the end of the settings");
    }

    private void Element(JsonReader reader, string key, int depth)
    {
        reader.Skip();
        if (reader.AtEnd) throw reader.Mistake("the value is missing");
        switch (reader.Current)
        {
            case '{' or '[' when depth == JsonReader.Deepest:
                throw reader.Mistake($"it is nested more than {JsonReader.Deepest} times");
            case '{':
                Object(reader, key, depth + 1);
                break;
            case '[':
                Array(reader, key, depth + 1);
                break;
            default:
                var start = reader.Position;
                Set(key, reader.Value(), start);
                break;
        }
    }

    private void Object(JsonReader reader, string key, int depth)
    {
        reader.Take('{');
        var isEmpty = true;
        while (!reader.Ends('}', "a comma or '}' is missing", isFirst: isEmpty))
        {
            isEmpty = false;
            if (reader.AtEnd || reader.Current != '"') throw reader.Mistake("the name of a setting in quotation marks is missing");
            var name = reader.Text();
            reader.Skip();
            if (!reader.Take(':')) throw reader.Mistake($"the colon after \"{name}\" is missing");
            Element(reader, Below(key, name), depth);
        }

        if (isEmpty && key.Length > 0) _values[key] = null;
    }

    private void Array(JsonReader reader, string key, int depth)
    {
        reader.Take('[');
        var index = 0;
        while (!reader.Ends(']', "a comma or ']' is missing", isFirst: index == 0))
            Element(reader, Below(key, (index++).ToString(System.Globalization.CultureInfo.InvariantCulture)), depth);
        if (index == 0) _values[key] = null;
    }

    private void Set(string key, string? value, int position)
    {
        if (_values.ContainsKey(key)) throw new JsonMistakeException(position, $"'{key}' is there twice");
        _values[key] = value;
    }

    private static string Below(string key, string name) => key.Length == 0 ? name : key + ":" + name;

    /// <summary>What is wrong with the file, and where.</summary>
    internal sealed record Mistake(int Position, string Message);
}
