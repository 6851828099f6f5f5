using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ProdReady.Tests.Harness;

/// <summary>A package of somebody else, reduced to what our suppressors see of it: it reports what the marks say, where they are.</summary>
internal sealed class Peer : DiagnosticAnalyzer
{
    private readonly IReadOnlyList<(DiagnosticDescriptor Rule, Markup.Mark Mark)> _reports;

    public Peer(IReadOnlyList<Markup.Mark> marks)
    {
        var rules = marks.Select(mark => mark.Id!).Distinct().ToDictionary(id => id, id => new DiagnosticDescriptor(id, "Of a peer", "Of a peer", "Peer", DiagnosticSeverity.Warning, isEnabledByDefault: true));
        SupportedDiagnostics = [.. rules.Values];
        _reports = [.. marks.Select(mark => (rules[mark.Id!], mark))];
    }

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxTreeAction(tree =>
        {
            if (tree.Tree.FilePath != Snippet.FileName) return;
            foreach (var (rule, mark) in _reports) tree.ReportDiagnostic(Diagnostic.Create(rule, Location.Create(tree.Tree, mark.Span)));
        });
    }
}
