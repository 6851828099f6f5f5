using System.Globalization;
using System.Text.RegularExpressions;

namespace ProdReady.PackageTests.Readme;

/// <summary>How a process ended that was told to.</summary>
internal sealed record Stop(IReadOnlyList<string> Said, int ExitCode, TimeSpan Took)
{
    public string Outcome => string.Create(CultureInfo.InvariantCulture, $"exit code {ExitCode} after {Took.TotalSeconds:0.0} s");
}

/// <summary>The picture of the README: what the compiler says of a file, what the fix makes of it, and what SIGTERM does before and after. Nothing in it is made up.</summary>
internal sealed partial record Picture(Finding Finding, string Command, string[] Before, string[] After, Stop Dangerous, Stop Cured)
{
    public const string File = "docs/demo.svg";

    /// <summary>A picture without what differs from run to run: how long a stop took.</summary>
    public static string Timeless(string svg) => Took().Replace(svg, "after some time");

    public string Svg()
    {
        var drawing = new Drawing();
        drawing.Pane(Finding.File.Split('/')[^1], [.. Member(), .. drawing.Wrapped($"warning {Finding.Id}: {Finding.Message}").Select(line => new Line(line, "says"))]);
        drawing.Pane("$ " + Command, Difference());
        drawing.Panes(("SIGTERM, as it was", Run(Dangerous)), ("SIGTERM, cured", Run(Cured)));
        return drawing.Svg($"{Finding.Id} is found and fixed; the stop had {Dangerous.Outcome} and has {Cured.Outcome}");
    }

    /// <summary>The member in which it was found, from its signature to its end, with the squiggle.</summary>
    private IEnumerable<Line> Member()
    {
        var begin = Array.FindLastIndex(Before, Finding.Line - 1, line => Signature().IsMatch(line));
        var end = Array.IndexOf(Before, "    }", begin);
        return Enumerable.Range(begin, end - begin + 1).Select(at => new Line(Before[at], "code")
        {
            Squiggle = at == Finding.Line - 1 ? (Finding.Column - 1, Finding.EndColumn - 1) : null,
        });
    }

    private IEnumerable<Line> Difference()
    {
        Assert.Equal(Before.Length, After.Length);
        return Before.Zip(After).Where(lines => lines.First != lines.Second)
            .SelectMany(lines => (Line[])[new("-   " + lines.First.TrimStart(), "gone"), new("+   " + lines.Second.TrimStart(), "new")]);
    }

    private static IEnumerable<Line> Run(Stop stop) => [.. stop.Said.Select(line => new Line(line, "code")), new Line(stop.Outcome, "end")];

    [GeneratedRegex(@"after \d+\.\d s")]
    private static partial Regex Took();

    [GeneratedRegex(@"^    \w.*\)$")]
    private static partial Regex Signature();
}
