using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ProdReady.Configuration;

/// <summary>The lines of the <c>.editorconfig</c> and <c>.globalconfig</c> files that set something of ours, or a severity of ours. The package hands these files to the analyzers.</summary>
internal static class SettingFiles
{
    private static readonly string[] Prefixes = ["prodready.", SeverityLines.OfRule, SeverityLines.OfCategory];

    private static readonly char[] Separators = ['=', ':'];

    private static readonly char[] Comment = ['#', ';'];

    /// <summary>The lines, each key and value once.</summary>
    public static IEnumerable<Line> Read(AnalyzerOptions options, CancellationToken cancellation) =>
        options.AdditionalFiles
            .Where(file => IsSettingFile(file.Path))
            .SelectMany(file => Read(file, cancellation))
            .GroupBy(line => (line.Key, line.Value))
            .Select(group => group.First());

    private static bool IsSettingFile(string path) =>
        path.EndsWith("editorconfig", StringComparison.OrdinalIgnoreCase) || path.EndsWith("globalconfig", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Line> Read(AdditionalText file, CancellationToken cancellation)
    {
        if (file.GetText(cancellation) is not { } text) yield break;
        foreach (var line in text.Lines)
        {
            var content = line.ToString().Split(Comment)[0];
            var separator = content.IndexOfAny(Separators);
            var key = separator < 0 ? "" : content.Substring(0, separator).Trim();
            if (!Prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))) continue;
            yield return new Line(
                key,
                content.Substring(separator + 1).Trim(),
                Location.Create(file.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span)));
        }
    }

    internal sealed record Line(string Key, string Value, Location Where);
}
