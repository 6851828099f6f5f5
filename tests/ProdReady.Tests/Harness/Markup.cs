using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace ProdReady.Tests.Harness;

/// <summary>
/// Source with expected diagnostics marked as in Microsoft's testing library: <c>[|...|]</c> for the rule under test, <c>{|PRD401:...|}</c> for a named one.
/// </summary>
internal sealed record Markup(string Source, IReadOnlyList<Markup.Mark> Marks)
{
    public static Markup Parse(string text)
    {
        var source = new StringBuilder();
        var open = new Stack<(string? Id, int Start)>();
        var marks = new List<Mark>();
        for (var i = 0; i < text.Length; i++)
        {
            if (At("[|")) { open.Push((null, source.Length)); i++; }
            else if (At("{|") && text.IndexOf(':', i) is var colon && colon > 0) { open.Push((text[(i + 2)..colon], source.Length)); i = colon; }
            else if (At("|]") || At("|}"))
            {
                var (id, start) = open.Pop();
                marks.Add(new Mark(id, TextSpan.FromBounds(start, source.Length)));
                i++;
            }
            else source.Append(text[i]);

            bool At(string token) => string.CompareOrdinal(text, i, token, 0, 2) == 0;
        }

        if (open.Count > 0) throw new ArgumentException("A mark is not closed: " + text);
        return new Markup(source.ToString(), marks);
    }

    internal sealed record Mark(string? Id, TextSpan Span);
}
