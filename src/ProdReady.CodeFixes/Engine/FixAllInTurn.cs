using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ProdReady.Engine;

/// <summary>
/// Applies a remedy to one file after the other, each as the ones before have left the project: for a remedy that declares something which all files share.
/// What lies beside the code is written once for a project. All others are applied to each file by itself.
/// </summary>
internal sealed class FixAllInTurn(FixAllProvider each, Func<string?, Remedy?> remedyOf) : FixAllProvider
{
    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => each.GetSupportedFixAllScopes();

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        if (remedyOf(context.CodeActionEquivalenceKey) is { OneByOne: true }) return null;
        if (remedyOf(context.CodeActionEquivalenceKey) is { Beside: { } beside } written) return CodeAction.Create(written.Title, cancellation => Apply(context, beside, cancellation), context.CodeActionEquivalenceKey);
        if (remedyOf(context.CodeActionEquivalenceKey) is not { DeclaresShared: true } remedy) return await each.GetFixAsync(context).ConfigureAwait(false);
        return CodeAction.Create(remedy.Title, cancellation => Apply(context, remedy, cancellation), context.CodeActionEquivalenceKey);
    }

    private static async Task<Solution> Apply(FixAllContext context, Remedy remedy, CancellationToken cancellation)
    {
        var solution = context.Solution;
        foreach (var document in Documents(context).OrderBy(document => document.FilePath ?? document.Name, StringComparer.Ordinal))
        {
            var findings = await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            if (findings.IsEmpty || solution.GetDocument(document.Id) is not { } current) continue;
            solution = (await Treatment.Apply(current, findings, remedy, cancellation).ConfigureAwait(false)).Project.Solution;
        }

        return solution;
    }

    /// <summary>Files beside the code are written once for each project, for all that was found in it.</summary>
    private static async Task<Solution> Apply(FixAllContext context, Func<Project, ImmutableArray<Diagnostic>, CancellationToken, Task<Solution>> beside, CancellationToken cancellation)
    {
        var solution = context.Solution;
        foreach (var documents in Documents(context).ToArray().GroupBy(document => document.Project.Id))
        {
            var findings = new List<Diagnostic>();
            foreach (var document in documents) findings.AddRange(await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false));
            if (findings.Count > 0 && solution.GetProject(documents.Key) is { } project) solution = await beside(project, findings.ToImmutableArray(), cancellation).ConfigureAwait(false);
        }

        return solution;
    }

    private static IEnumerable<Document> Documents(FixAllContext context) => context.Scope switch
    {
        FixAllScope.Document => context.Document is { } document ? [document] : [],
        FixAllScope.Project => context.Project.Documents,
        _ => context.Solution.Projects.Where(project => project.Language == context.Project.Language).SelectMany(project => project.Documents),
    };
}
