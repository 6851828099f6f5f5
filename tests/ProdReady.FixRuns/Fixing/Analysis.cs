using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ProdReady.FixRuns.Fixing;

/// <summary>What the compiler and the rules say about a project.</summary>
internal sealed record Analysis(IReadOnlyList<Finding> Errors, IReadOnlyList<Finding> Warnings, IReadOnlyList<Finding> Findings)
{
    public static async Task<Analysis> Of(Project project, Rules rules, ConcurrentQueue<string> crashes)
    {
        var compilation = (await project.GetCompilationAsync())!;
        var options = compilation.Options;
        compilation = compilation.WithOptions(options
            .WithSpecificDiagnosticOptions(options.SpecificDiagnosticOptions.SetItems(rules.Descriptors.Select(rule => new KeyValuePair<string, ReportDiagnostic>(rule.Id, Level(rule)))))
            .WithSyntaxTreeOptionsProvider(options.SyntaxTreeOptionsProvider is { } provider ? new TheirOptions(provider, rules) : null));

        var found = await compilation.WithAnalyzers(rules.Analyzers, new CompilationWithAnalyzersOptions(
            project.AnalyzerOptions,
            (error, analyzer, _) => crashes.Enqueue($"{analyzer.GetType().Name} in {project.Name}: {error.Message.Split('\n')[0]}"),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false)).GetAllDiagnosticsAsync();
        var all = found.Where(diagnostic => diagnostic is { IsSuppressed: false, Severity: not DiagnosticSeverity.Hidden }).Select(Finding.Of).OrderBy(finding => finding.Path, StringComparer.Ordinal).ThenBy(finding => finding.Line).ToArray();
        var ours = rules.Descriptors.Select(rule => rule.Id).ToHashSet();
        return new Analysis(
            [.. all.Where(finding => !ours.Contains(finding.Id) && finding.Diagnostic.Severity == DiagnosticSeverity.Error)],
            [.. all.Where(finding => !ours.Contains(finding.Id) && finding.Diagnostic.Severity == DiagnosticSeverity.Warning)],
            [.. all.Where(finding => ours.Contains(finding.Id))]);
    }

    /// <summary>A rule that is off by default is on here.</summary>
    private static ReportDiagnostic Level(DiagnosticDescriptor rule) => rule.DefaultSeverity switch
    {
        _ when !rule.IsEnabledByDefault => ReportDiagnostic.Warn,
        DiagnosticSeverity.Error => ReportDiagnostic.Error,
        DiagnosticSeverity.Warning => ReportDiagnostic.Warn,
        DiagnosticSeverity.Info => ReportDiagnostic.Info,
        _ => ReportDiagnostic.Hidden,
    };

    /// <summary>What their .editorconfig files say, but for our rules.</summary>
    private sealed class TheirOptions(SyntaxTreeOptionsProvider theirs, Rules rules) : SyntaxTreeOptionsProvider
    {
        private readonly HashSet<string> _ours = [.. rules.Descriptors.Select(rule => rule.Id)];

        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => theirs.IsGenerated(tree, cancellationToken);

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = default;
            return !_ours.Contains(diagnosticId) && theirs.TryGetDiagnosticValue(tree, diagnosticId, cancellationToken, out severity);
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity)
        {
            severity = default;
            return !_ours.Contains(diagnosticId) && theirs.TryGetGlobalDiagnosticValue(diagnosticId, cancellationToken, out severity);
        }
    }
}
