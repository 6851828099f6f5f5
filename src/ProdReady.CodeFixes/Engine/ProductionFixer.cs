using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ProdReady.Engine;

/// <summary>A fixer: the rule it cures, and the ways to do it, the safest first. A way that is not open at a place is not offered there.</summary>
public abstract class ProductionFixer : CodeFixProvider
{
    private readonly Remedy[] _remedies;

    private protected ProductionFixer(DiagnosticDescriptor rule, params Remedy[] remedies)
    {
        _remedies = remedies;
        FixableDiagnosticIds = ImmutableArray.Create(rule.Id);
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() =>
        new FixAllInTurn(
            FixAllProvider.Create(async (context, document, findings) =>
                RemedyOf(context.CodeActionEquivalenceKey) is { } remedy ? await Treatment.Apply(document, findings, remedy, context.CancellationToken).ConfigureAwait(false) : document),
            RemedyOf);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var finding in context.Diagnostics)
        {
            foreach (var remedy in InOrder(context.Document.Project))
            {
                if (remedy.Beside is { } beside)
                {
                    var solution = await beside(context.Document.Project, ImmutableArray.Create(finding), context.CancellationToken).ConfigureAwait(false);
                    if (solution != context.Document.Project.Solution) context.RegisterCodeFix(CodeAction.Create(remedy.Title, _ => Task.FromResult(solution), Key(remedy)), finding);
                    continue;
                }

                var changed = await Treatment.Apply(context.Document, ImmutableArray.Create(finding), remedy, context.CancellationToken).ConfigureAwait(false);
                if (changed == context.Document) continue;
                context.RegisterCodeFix(CodeAction.Create(remedy.Title, _ => Task.FromResult(changed), Key(remedy)), finding);
            }
        }
    }

    private IEnumerable<Remedy> InOrder(Project project) =>
        project.AnalyzerOptions.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue("build_property.ProdReadyScale", out var scale)
        && (string.Equals(scale, nameof(Scale.Moderate), StringComparison.OrdinalIgnoreCase) || string.Equals(scale, nameof(Scale.Insane), StringComparison.OrdinalIgnoreCase))
            ? _remedies.OrderByDescending(remedy => remedy.WhereReplicated)
            : _remedies;

    /// <summary>The remedy of a key. A tool whose first finding offers nothing has none: for the others it takes the safest.</summary>
    private Remedy? RemedyOf(string? key) => key is null ? _remedies[0] : _remedies.FirstOrDefault(candidate => Key(candidate) == key);

    private string Key(Remedy remedy) => FixableDiagnosticIds[0] + ": " + remedy.Title;
}
