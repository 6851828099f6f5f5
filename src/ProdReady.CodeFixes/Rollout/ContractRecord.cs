using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ProdReady.Configuration;
using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Rollout;

/// <summary>Writes what has changed since the last release into the second file of the baseline: sorted, its comments on top, each line once.</summary>
internal static class ContractRecord
{
    private const string Header = "# Contracts that have changed since the last release. When it ships, their lines move to " + ContractFiles.ShippedName + ".";

    /// <summary>The solution with the file as it has to be; the same instance when nothing changes, or when the project has no such file.</summary>
    /// <param name="project">The project whose contracts are recorded.</param>
    /// <param name="findings">What was found in it.</param>
    /// <param name="accept">Whether the breaking changes among the findings are recorded, rather than all changes that break nothing.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<Solution> Write(Project project, ImmutableArray<Diagnostic> findings, bool accept, CancellationToken cancellation)
    {
        if (project.AdditionalDocuments.FirstOrDefault(file => string.Equals(Path.GetFileName(file.FilePath ?? file.Name), ContractFiles.UnshippedName, StringComparison.OrdinalIgnoreCase)) is not { } document
            || await project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation) return project.Solution;

        var known = Known.About(compilation, project.AnalyzerOptions, cancellation);
        // What is known of a compilation may come from before a file beside it changed.
        var files = ContractFiles.Read(project.AnalyzerOptions, cancellation);
        var baseline = new ContractBaseline(known, files, new ContractTypes(known, new Readings(known), IntolerantContract.Contracts));
        var accepted = new HashSet<(string?, string?)>(findings.Select(finding => (Note(finding, IntolerantContract.BeforeNote), Note(finding, IntolerantContract.NowNote))).Where(_ => accept));
        var changes = baseline.Contracts.SelectMany(baseline.Changes).Where(change => accept ? IsOurs(change) && accepted.Contains((change.Before?.Text, change.Now?.Text)) : change.Kind == ContractBreak.None && findings.Any(IsUnrecorded)).ToArray();
        if (changes.Length == 0) return project.Solution;

        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return project.Solution.WithAdditionalDocumentText(document.Id, SourceText.From(With(text.ToString(), changes, files), text.Encoding, text.ChecksumAlgorithm));
    }

    private static string With(string text, ContractChange[] changes, ContractFiles files)
    {
        var newLine = text.Contains("\r\n") ? "\r\n" : "\n";
        var all = text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0).ToArray();
        var comments = all.Where(line => line[0] == '#').ToArray();
        var lines = new SortedSet<string>(all.Except(comments), StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (change.Before is { } before && !lines.Remove(before.Text) && files.Shipped.Any(entry => entry.Line == before)) lines.Add(ContractFiles.Removed + before.Text);
            if (change.Now is { } now && !lines.Remove(ContractFiles.Removed + now.Text)) lines.Add(now.Text);
        }

        return string.Join(newLine, (comments.Length > 0 ? comments : [Header]).Concat(lines)) + newLine;
    }

    /// <summary>Not where readers have to go first: then it is what the shipped version does that has to be recorded.</summary>
    private static bool IsOurs(ContractChange change) => change.Kind is ContractBreak.Required or ContractBreak.Gone or ContractBreak.Retyped or ContractBreak.Renumbered;

    private static bool IsUnrecorded(Diagnostic finding) => finding.Properties.ContainsKey(IntolerantContract.UnrecordedNote);

    private static string? Note(Diagnostic finding, string name) => finding.Properties.TryGetValue(name, out var value) ? value : null;
}
