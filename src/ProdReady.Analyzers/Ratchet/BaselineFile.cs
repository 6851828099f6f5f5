using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Ratchet;

/// <summary>The text of <c>ProdReady.Baseline.txt</c>: <c>PRD301 M:Shop.Orders.Store(System.String) catch (Exception)</c>, one finding a line; a line that begins with # is a comment.</summary>
internal sealed class BaselineFile
{
    private static readonly Regex Form = new(@"^(?<id>\w+) (?:\[(?<framework>[^\],]+)(?:,(?<framework>[^\],]+))*\] )?(?<member>[A-Z]:\S+|file:\S+)(?: (?<line>.*))?$", RegexOptions.CultureInvariant);

    private readonly List<BaselineEntry> _entries = [];
    private readonly List<MisunderstoodLine> _mistakes = [];

    private BaselineFile()
    {
    }

    public IReadOnlyList<BaselineEntry> Entries => _entries;

    public IReadOnlyList<MisunderstoodLine> Mistakes => _mistakes;

    public static BaselineFile Read(IEnumerable<AdditionalText> files, CancellationToken cancellation)
    {
        var read = new BaselineFile();
        foreach (var file in files.GroupBy(file => file.Path).Select(same => same.First()))
        {
            if (file.GetText(cancellation) is not { } text) continue;
            foreach (var line in text.Lines)
            {
                var content = line.ToString().Trim();
                if (content.Length > 0 && content[0] != '#') read.Add(content, Location.Create(file.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span)));
            }
        }

        return read;
    }

    private void Add(string content, Location where)
    {
        var parts = Form.Match(content);
        var id = parts.Groups["id"].Value;
        if (!parts.Success) _mistakes.Add(new(where, content, "write 'PRD301 M:Namespace.Type.Method(System.String) text of the line', or have the list written with dotnet build -p:ProdReadyBaseline=write"));
        else if (!RuleIds.Exists(id)) _mistakes.Add(new(where, content, $"there is no rule '{id}', see {Pages.Rules}"));
        else _entries.Add(new(id.ToUpperInvariant(), parts.Groups["member"].Value, parts.Groups["line"].Value, [.. parts.Groups["framework"].Captures.Cast<Capture>().Select(name => name.Value.Trim())], where));
    }
}
