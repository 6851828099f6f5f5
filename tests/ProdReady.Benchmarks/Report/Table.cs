namespace ProdReady.Benchmarks.Report;

/// <summary>A Markdown table, the columns as wide as they need to be. The first is text, the others are numbers.</summary>
internal sealed class Table(params string[] headers)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        var widths = headers.Select((header, column) => _rows.Select(row => row[column].Length).Append(header.Length).Max()).ToArray();
        var rule = "|" + string.Concat(widths.Select((width, column) => column == 0 ? new string('-', width + 2) + "|" : new string('-', width + 1) + ":|"));
        return string.Join(Environment.NewLine, [Line(headers), rule, .. _rows.Select(Line)]);

        string Line(string[] cells) => "|" + string.Concat(cells.Select((cell, column) => " " + (column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])) + " |"));
    }
}
