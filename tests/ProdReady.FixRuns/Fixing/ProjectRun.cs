using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;

namespace ProdReady.FixRuns.Fixing;

/// <summary>Fixes one project in rounds: in each, one rule per document, then everything is analyzed anew. Ends when nothing more is offered, or nothing gets better.</summary>
internal sealed class ProjectRun(ProjectId id, Rules rules, Offers offers, System.Collections.Concurrent.ConcurrentQueue<string> crashes)
{
    private const int MostRounds = 12;

    private readonly HashSet<(DocumentId Document, string Rule)> _stuck = [];

    /// <summary>Findings that have an offer that does not cure them.</summary>
    public List<Finding> Left { get; } = [];

    public List<(Finding Error, string Cause)> Errors { get; } = [];

    public async Task<(Solution After, Analysis State)> From(Solution solution, Analysis before)
    {
        var state = before;
        for (var round = 0; round < MostRounds; round++)
        {
            var (next, applied) = await Round(solution, state);
            if (applied.Count == 0) return (next, state);

            var after = await Analysis.Of(next.GetProject(id)!, rules, crashes);
            foreach (var group in applied.GroupBy(one => (one.Document, one.Finding.Id)))
            {
                var fixedOnes = group.Select(one => one.Finding).ToArray();
                var keys = fixedOnes.Select(finding => finding.Key).ToHashSet();
                if (after.Findings.Count(finding => keys.Contains(finding.Key)) >= state.Findings.Count(finding => keys.Contains(finding.Key))) _stuck.Add(group.Key);
            }

            foreach (var error in after.Errors.Without(state.Errors)) Errors.Add((error, await Cause(solution, applied, error)));
            (solution, state) = (next, after);
        }

        return (solution, state);
    }

    private async Task<(Solution Next, IReadOnlyList<Applied> Applied)> Round(Solution solution, Analysis state)
    {
        Left.Clear();
        var (next, applied) = (solution, new List<Applied>());
        foreach (var file in state.Findings.GroupBy(finding => finding.Path))
        {
            if (solution.GetDocumentIdsWithFilePath(file.Key).FirstOrDefault(document => document.ProjectId == id) is not { } documentId) continue;
            var document = next.GetDocument(documentId)!;
            // A fix elsewhere has changed this file too: its findings are no longer where they were.
            if (await document.GetTextAsync() != await solution.GetDocument(documentId)!.GetTextAsync()) continue;

            foreach (var rule in file.GroupBy(finding => finding.Id))
            {
                var offered = await Offered(document, rule);
                if (_stuck.Contains((documentId, rule.Key))) Left.AddRange(offered.Select(one => one.Finding));
                if (_stuck.Contains((documentId, rule.Key)) || offered.Count == 0) continue;

                var alike = offered.Where(one => one.Action.EquivalenceKey == offered[0].Action.EquivalenceKey).ToArray();
                var changed = await offers.All(document, [.. alike.Select(one => one.Finding)], alike[0].Action);
                if (await Same(changed, next, documentId)) _stuck.Add((documentId, rule.Key));
                applied.AddRange(alike);
                next = await EveryLink(next, changed);
                break;
            }
        }

        return (next, applied);
    }

    private async Task<IReadOnlyList<Applied>> Offered(Document document, IEnumerable<Finding> findings)
    {
        var offered = new List<Applied>();
        foreach (var finding in findings)
        {
            if (await offers.First(document, finding) is { } action) offered.Add(new Applied(document.Id, finding, action));
        }

        return offered;
    }

    /// <summary>A file that several projects compile is changed in all of them.</summary>
    private static async Task<Solution> EveryLink(Solution before, Solution changed)
    {
        foreach (var id in changed.GetChanges(before).GetProjectChanges().SelectMany(project => project.GetChangedDocuments()))
        {
            var text = await changed.GetDocument(id)!.GetTextAsync();
            foreach (var link in changed.GetDocumentIdsWithFilePath(changed.GetDocument(id)!.FilePath).Where(link => link != id && changed.GetDocument(link) is not null)) changed = changed.WithDocumentText(link, text);
        }

        return changed;
    }

    private static async Task<bool> Same(Solution one, Solution other, DocumentId id) =>
        (await one.GetDocument(id)!.GetTextAsync()).ContentEquals(await other.GetDocument(id)!.GetTextAsync());

    /// <summary>Applies each fix alone until one makes the error.</summary>
    private async Task<string> Cause(Solution before, IReadOnlyList<Applied> applied, Finding error)
    {
        foreach (var one in applied.OrderBy(one => one.Finding.Path != error.Path))
        {
            var changed = await offers.One(before, one.Finding, one.Action);
            if (changed.GetDocumentIdsWithFilePath(error.Path).Select(changed.GetDocument).FirstOrDefault(document => document?.Project.Id == id) is not { } document) continue;
            var model = await document.GetSemanticModelAsync();
            if (model!.GetDiagnostics().Any(diagnostic => Finding.Of(diagnostic).Key == error.Key)) return $"{one.Finding.Id} at {Path.GetFileName(one.Finding.Path)}({one.Finding.Line}): {one.Action.Title}";
        }

        return "no fix alone; together: " + string.Join(", ", applied.Where(one => one.Finding.Path == error.Path).Select(one => $"{one.Finding.Id}({one.Finding.Line})"));
    }

    private sealed record Applied(DocumentId Document, Finding Finding, CodeAction Action);
}
