using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ProdReady.FixRuns.Fixing;

/// <summary>Asks fixers what they offer, and takes it.</summary>
internal sealed class Offers(Rules rules, ConcurrentQueue<string> crashes)
{
    /// <summary>The first offer for the finding; null when there is none.</summary>
    public async Task<CodeAction?> First(Document document, Finding finding)
    {
        if (rules.Fixer(finding.Id) is not { } fixer) return null;
        CodeAction? first = null;
        await Try(finding, async () =>
        {
            await fixer.RegisterCodeFixesAsync(new CodeFixContext(document, finding.Diagnostic, (action, _) => first ??= action, CancellationToken.None));
            return document.Project.Solution;
        });
        return first;
    }

    /// <summary>The solution with one finding fixed.</summary>
    public Task<Solution> One(Solution solution, Finding finding, CodeAction action) => Try(finding, () => Changed(action, solution)!, solution);

    /// <summary>The solution with all <paramref name="findings"/> of a document fixed in the same way, as <em>Fix all</em> does.</summary>
    public Task<Solution> All(Document document, IReadOnlyList<Finding> findings, CodeAction action) => Try(
        findings[0],
        async () =>
        {
            var fixer = rules.Fixer(findings[0].Id)!;
            if (fixer.GetFixAllProvider() is not { } all) return await Changed(action, document.Project.Solution);
            var context = new FixAllContext(document, fixer, FixAllScope.Document, action.EquivalenceKey!, [findings[0].Id], new Given(document, findings), CancellationToken.None);
            return await all.GetFixAsync(context) is { } whole ? await Changed(whole, document.Project.Solution) : document.Project.Solution;
        },
        document.Project.Solution);

    private static async Task<Solution> Changed(CodeAction action, Solution solution) =>
        (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().SingleOrDefault()?.ChangedSolution ?? solution;

    private async Task<Solution> Try(Finding finding, Func<Task<Solution>> work, Solution? otherwise = null)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            crashes.Enqueue($"fixer of {finding.Id} at {finding.Path}({finding.Line}): {error.GetType().Name} {error.Message.Split('\n')[0]} {error.StackTrace?.Split('\n')[0].Trim()}");
            return otherwise!;
        }
    }

    private sealed class Given(Document document, IReadOnlyList<Finding> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => GetDocumentDiagnosticsAsync(document, cancellationToken);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document asked, CancellationToken cancellationToken) =>
            Task.FromResult(asked.Id == document.Id ? findings.Select(finding => finding.Diagnostic) : []);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
