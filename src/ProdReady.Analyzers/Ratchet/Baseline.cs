using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Ratchet;

/// <summary>
/// The findings that a project had when its team began to look, listed in <c>ProdReady.Baseline.txt</c>. They are silenced by <see cref="ListedFindings"/>; what comes on top is reported.
/// While the list is written, everything is silenced, and nothing is read from it.
/// </summary>
internal sealed class Baseline
{
    public const string FileName = "ProdReady.Baseline.txt";

    /// <summary>The MSBuild property that asks for the list to be written.</summary>
    public const string Property = "ProdReadyBaseline";

    /// <summary>Its value.</summary>
    public const string Write = "write";

    /// <summary>The notes of a finding by which it is found in the list.</summary>
    public const string MemberNote = "prodready.member";

    /// <inheritdoc cref="MemberNote"/>
    public const string LineNote = "prodready.line";

    private readonly ILookup<(string Id, string Member), BaselineEntry> _entries;
    private readonly ConcurrentDictionary<string, DiagnosticDescriptor> _watching = new();
    private readonly ConcurrentBag<(string Id, string Member, string Line)> _seen = [];

    private Baseline(BaselineFile file, string? framework, bool isWritten)
    {
        IsWritten = isWritten;
        Mistakes = file.Mistakes;
        _entries = file.Entries.Where(entry => entry.IsFor(framework)).ToLookup(entry => (entry.Id, entry.Member));
    }

    public bool IsWritten { get; }

    /// <summary>The lines that are not understood.</summary>
    public IReadOnlyList<MisunderstoodLine> Mistakes { get; }

    /// <summary>The list of a project; null where it has none and none is written.</summary>
    public static Baseline? Of(Known known, CancellationToken cancellation)
    {
        var isWritten = string.Equals(known.Property(Property)?.Trim(), Write, StringComparison.OrdinalIgnoreCase);
        var files = isWritten ? [] : known.AnalyzerOptions.AdditionalFiles.Where(file => string.Equals(Path.GetFileName(file.Path), FileName, StringComparison.OrdinalIgnoreCase)).ToArray();
        return isWritten || files.Length > 0 ? new Baseline(BaselineFile.Read(files, cancellation), known.Property("TargetFramework"), isWritten) : null;
    }

    /// <summary>Remembers that a rule looks at the compilation: entries of a rule that is off are not judged.</summary>
    public Baseline WatchedBy(DiagnosticDescriptor rule)
    {
        _watching[rule.Id] = rule;
        return this;
    }

    /// <summary>What a finding is found by.</summary>
    public (string Name, string? Value)[] Notes(string id, Location where, Known known)
    {
        var (member, line) = (FindingPlace.Member(where, known), FindingPlace.Line(where));
        _seen.Add((id, member, line));
        return [(MemberNote, member), (LineNote, line)];
    }

    /// <summary>Those of the findings of one rule in one member, in their order, that are listed: the same lines first; a line that was edited takes the place of one that is gone.</summary>
    public IEnumerable<T> Listed<T>(string id, string member, IReadOnlyList<T> findings, Func<T, string> line)
    {
        if (IsWritten) return findings;
        var free = _entries[(id, member)].Select(entry => entry.Line).ToList();
        if (free.Count == 0) return [];
        var same = findings.Where(finding => free.Remove(line(finding))).ToArray();
        return same.Concat(findings.Except(same).Take(free.Count));
    }

    /// <summary>
    /// The entries that no longer occur, once everything was seen. Of rules that conclude at the end, which may come after this, only those whose member is gone.
    /// </summary>
    public IEnumerable<BaselineEntry> Gone(Compilation compilation)
    {
        var seen = _seen.ToLookup(finding => (finding.Id, finding.Member), finding => finding.Line);
        foreach (var group in _entries)
        {
            if (!_watching.TryGetValue(group.Key.Id, out var rule)) continue;
            if (rule.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd) && DocumentationCommentId.GetFirstSymbolForDeclarationId(group.Key.Member, compilation) is not null) continue;
            var lines = seen[group.Key].ToList();
            var without = group.Where(entry => !lines.Remove(entry.Line)).ToArray();
            foreach (var entry in without.Skip(lines.Count)) yield return entry;
        }
    }
}
