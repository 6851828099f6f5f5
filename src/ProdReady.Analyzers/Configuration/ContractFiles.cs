using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ProdReady.Configuration;

/// <summary>
/// The baseline of a project: what the version in production says to others, <c>ProdReady.Contracts.Shipped.txt</c>, and what has changed since and was reviewed,
/// <c>ProdReady.Contracts.Unshipped.txt</c>. One line each, <c>#</c> begins a comment; <c>*REMOVED*</c> in the second takes a line of the first back.
/// </summary>
internal sealed class ContractFiles
{
    public const string ShippedName = "ProdReady.Contracts.Shipped.txt";
    public const string UnshippedName = "ProdReady.Contracts.Unshipped.txt";
    public const string Removed = "*REMOVED*";

    private readonly List<Entry> _entries = [];
    private readonly List<Mistake> _mistakes = [];

    private ContractFiles()
    {
    }

    /// <summary>Lines of the shipped version that still hold.</summary>
    public IEnumerable<Entry> Shipped => _entries.Where(entry => !entry.IsNew);

    /// <summary>Lines that were recorded since.</summary>
    public IEnumerable<Entry> Unshipped => _entries.Where(entry => entry.IsNew);

    public IReadOnlyList<Mistake> Mistakes => _mistakes;

    public static bool Exist(AnalyzerOptions options) => options.AdditionalFiles.Any(file => IsNamed(file, ShippedName) || IsNamed(file, UnshippedName));

    public static ContractFiles Read(AnalyzerOptions options, CancellationToken cancellation)
    {
        var files = new ContractFiles();
        foreach (var file in options.AdditionalFiles.Where(file => IsNamed(file, ShippedName))) files.Add(file, isNew: false, cancellation);
        foreach (var file in options.AdditionalFiles.Where(file => IsNamed(file, UnshippedName))) files.Add(file, isNew: true, cancellation);
        return files;
    }

    private void Add(AdditionalText file, bool isNew, CancellationToken cancellation)
    {
        if (file.GetText(cancellation) is not { } text) return;
        foreach (var line in text.Lines)
        {
            var content = line.ToString().Trim();
            if (content.Length == 0 || content[0] == '#') continue;
            var where = Location.Create(file.Path, line.Span, text.Lines.GetLinePositionSpan(line.Span));
            var isRemoved = content.StartsWith(Removed, StringComparison.Ordinal);
            if (ContractLine.Parse(isRemoved ? content.Substring(Removed.Length) : content) is not { } parsed) _mistakes.Add(new(where, content, "it is no line of a contract"));
            else if (!isRemoved) _entries.Add(new(parsed, where, isNew));
            else if (!isNew) _mistakes.Add(new(where, content, $"lines are taken back in {UnshippedName}"));
            else if (_entries.RemoveAll(entry => !entry.IsNew && entry.Line == parsed) == 0) _mistakes.Add(new(where, content, $"{ShippedName} has no such line"));
        }
    }

    public static bool IsNamed(AdditionalText file, string name) => string.Equals(Path.GetFileName(file.Path), name, StringComparison.OrdinalIgnoreCase);

    internal sealed record Entry(ContractLine Line, Location Where, bool IsNew);

    /// <summary>A line that is not understood.</summary>
    internal sealed record Mistake(Location Where, string Line, string Why);
}
