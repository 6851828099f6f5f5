using System.Text;

namespace ProdReady.Configuration;

/// <summary>
/// Reads the tokens of JSON as .NET's configuration does: strictly, but for comments and for a comma at the end of a list. An analyzer runs in hosts that have no
/// reader of JSON, and cannot bring one.
/// </summary>
internal sealed class JsonReader(string text)
{
    /// <summary>How deep .NET's reader goes.</summary>
    public const int Deepest = 64;

    public int Position { get; private set; }

    public bool AtEnd => Position >= text.Length;

    public char Current => text[Position];

    public JsonMistakeException Mistake(string what) => new(Math.Min(Position, text.Length), what);

    /// <summary>Skips white space and comments, and the mark that says how the file is encoded.</summary>
    public void Skip()
    {
        while (!AtEnd)
        {
            if (Current is ' ' or '\t' or '\r' or '\n' || Position == 0 && Current == '\uFEFF') Position++;
            else if (StartsWith("//")) Position = End(text.IndexOfAny(['\r', '\n'], Position));
            else if (StartsWith("/*"))
            {
                var end = text.IndexOf("*/", Position + 2, StringComparison.Ordinal);
                if (end < 0) throw Mistake("a comment has no end");
                Position = end + 2;
            }
            else return;
        }
    }

    public bool Take(char expected)
    {
        if (AtEnd || Current != expected) return false;
        Position++;
        return true;
    }

    /// <summary>Whether the list ends here; if not, the next element does not begin before its comma.</summary>
    public bool Ends(char close, string missing, bool isFirst)
    {
        Skip();
        if (Take(close)) return true;
        if (isFirst) return false;
        if (!Take(',')) throw Mistake(missing);
        Skip();
        return Take(close);
    }

    /// <summary>A text, number, true, false or null.</summary>
    public string? Value()
    {
        if (Current == '"') return Text();
        if (Current is '-' || char.IsDigit(Current)) return Number();
        foreach (var word in new[] { "true", "false", "null" })
        {
            if (!StartsWith(word)) continue;
            Position += word.Length;
            return word == "null" ? null : word;
        }

        throw Mistake($"'{Current}' begins no value");
    }

    public string Text()
    {
        var start = Position++;
        var result = new StringBuilder();
        while (!AtEnd && Current != '"')
        {
            if (Current < ' ') throw Mistake("a text goes over the end of the line or has a control character in it");
            result.Append(Current == '\\' ? Escaped() : Current);
            Position++;
        }

        if (Take('"')) return result.ToString();
        Position = start;
        throw Mistake("the quotation mark at the end of a text is missing");
    }

    private char Escaped()
    {
        Position++;
        if (AtEnd) throw Mistake("a text has no end");
        switch (Current)
        {
            case '"' or '\\' or '/': return Current;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when Position + 4 < text.Length && ushort.TryParse(text.Substring(Position + 1, 4), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var code):
                Position += 4;
                return (char)code;
            default: throw Mistake($"'\\{Current}' is nothing that a text can have in it; a backslash is written twice");
        }
    }

    private string Number()
    {
        var start = Position;
        Take('-');
        var whole = Digits();
        if (whole > 1 && text[Position - whole] == '0') throw Mistake("a number begins with 0");
        if (Take('.')) Digits();
        if (Take('e') || Take('E'))
        {
            if (!Take('+')) Take('-');
            Digits();
        }

        return text.Substring(start, Position - start);
    }

    private int Digits()
    {
        var start = Position;
        while (!AtEnd && Current is >= '0' and <= '9') Position++;
        return Position > start ? Position - start : throw Mistake("a digit is missing");
    }

    private bool StartsWith(string expected) => string.CompareOrdinal(text, Position, expected, 0, expected.Length) == 0;

    private int End(int found) => found < 0 ? text.Length : found;
}
