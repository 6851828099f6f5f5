using System.Globalization;
using System.Net;
using System.Text;

namespace ProdReady.PackageTests.Readme;

/// <summary>A line of text of a kind, with the columns of a squiggle if it has one.</summary>
internal sealed record Line(string Text, string Kind)
{
    public (int From, int To)? Squiggle { get; init; }
}

/// <summary>Panes of text, one below the other.</summary>
internal sealed class Drawing
{
    private const int Width = 860;
    private const int Margin = 20;
    private const int Row = 19;
    private const double Letter = 7.5;

    private readonly StringBuilder _svg = new();
    private int _bottom = Margin;

    public void Pane(string title, IEnumerable<Line> lines) => _bottom = Pane(Margin, Width - 2 * Margin, title, [.. lines]);

    /// <summary>Two panes side by side.</summary>
    public void Panes((string Title, IEnumerable<Line> Lines) left, (string Title, IEnumerable<Line> Lines) right)
    {
        var width = (Width - 3 * Margin) / 2;
        Line[] leftLines = [.. left.Lines], rightLines = [.. right.Lines];
        var rows = Math.Max(leftLines.Length, rightLines.Length);
        Pane(Margin, width, left.Title, leftLines, rows);
        _bottom = Pane(2 * Margin + width, width, right.Title, rightLines, rows);
    }

    /// <summary>Lines that fit a pane.</summary>
    public IEnumerable<string> Wrapped(string text)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if ((line.Length + 1 + word.Length) * Letter > Width - 3.5 * Margin)
            {
                yield return line;
                line = "";
            }

            line += line.Length == 0 ? word : " " + word;
        }

        yield return line;
    }

    public string Svg(string title) => $$"""
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{_bottom}}" role="img" aria-labelledby="what">
        <title id="what">{{WebUtility.HtmlEncode(title)}}</title>
        <style>
        text { font: 12.5px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1d2328; }
        .back { fill: #ffffff; stroke: #dde1e5; }
        .pane { fill: #f3f4f6; }
        .title { font-weight: 600; fill: #5b6570; }
        .squiggle { fill: none; stroke: #d08700; stroke-width: 1.5; }
        .says { fill: #8a5300; }
        .gone { fill: #a3231b; }
        .new { fill: #0f6b3e; }
        .end { font-weight: 600; }
        @media (prefers-color-scheme: dark) {
          text { fill: #dde2e7; }
          .back { fill: #14171a; stroke: #30363d; }
          .pane { fill: #1e2328; }
          .title { fill: #98a2ad; }
          .squiggle { stroke: #f0b33c; }
          .says { fill: #ffc766; }
          .gone { fill: #ff938a; }
          .new { fill: #8ddb9f; }
        }
        </style>
        <rect class="back" x="0.5" y="0.5" width="{{Width - 1}}" height="{{_bottom - 1}}" rx="8"/>
        {{_svg}}</svg>

        """.Replace("\r\n", "\n");

    private int Pane(int x, int width, string title, IReadOnlyList<Line> lines, int? rows = null)
    {
        var top = _bottom + 12;
        Text(x, top, title, "title");
        var height = (rows ?? lines.Count) * Row + 14;
        Append($"<rect class=\"pane\" x=\"{x}\" y=\"{top + 9}\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>\n");
        var y = top + 9 + Row;
        foreach (var line in lines)
        {
            var text = line.Text.TrimStart();
            Text(x + 12 + (line.Text.Length - text.Length) * Letter, y, text, line.Kind);
            if (line.Squiggle is { } columns) Squiggle(x + 12 + columns.From * Letter, y + 5, (columns.To - columns.From) * Letter);
            y += Row;
        }

        return top + 9 + height + 14;
    }

    /// <summary>The length is given, so that a squiggle is under its word in any font.</summary>
    private void Text(double x, int y, string text, string kind)
    {
        if (text.Length > 0) Append($"<text class=\"{kind}\" x=\"{x}\" y=\"{y}\" textLength=\"{text.Length * Letter}\" xml:space=\"preserve\">{WebUtility.HtmlEncode(text)}</text>\n");
    }

    private void Squiggle(double x, int y, double length)
    {
        Append($"<path class=\"squiggle\" d=\"M{x} {y}");
        for (var at = 0; at < length / 4; at++) Append($"l2 -3l2 3");
        Append($"\"/>\n");
    }

    private void Append(FormattableString text) => _svg.Append(text.ToString(CultureInfo.InvariantCulture));
}
