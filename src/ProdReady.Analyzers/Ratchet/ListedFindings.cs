using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Ratchet;

/// <summary>
/// Silences the findings that <see cref="Baseline"/> lists. It sees all that is reported and not suppressed in the source, so it can count; the error log keeps what it silences, as suppressed.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ListedFindings : DiagnosticSuppressor
{
    /// <summary>Its id, which the error log names.</summary>
    public const string Id = "PRS001";

    private static readonly ImmutableDictionary<string, SuppressionDescriptor> OfRules = RuleIds.All
        .ToImmutableDictionary(id => id, id => new SuppressionDescriptor(Id, id, $"{Baseline.FileName} lists it: it was there when the list was written"));

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = OfRules.Values.ToImmutableArray();

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (Known.About(context.Compilation, context.Options, context.CancellationToken).Baseline is not { } baseline) return;
        var members = context.ReportedDiagnostics
            .Where(finding => Note(finding, Baseline.MemberNote) is not null && OfRules.ContainsKey(finding.Id))
            .GroupBy(finding => (finding.Id, Member: Note(finding, Baseline.MemberNote)!));
        foreach (var member in members)
        {
            var inOrder = member.OrderBy(finding => finding.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(finding => finding.Location.SourceSpan.Start).ToArray();
            foreach (var finding in baseline.Listed(member.Key.Id, member.Key.Member, inOrder, finding => Note(finding, Baseline.LineNote) ?? ""))
                context.ReportSuppression(Suppression.Create(OfRules[finding.Id], finding));
        }
    }

    private static string? Note(Diagnostic finding, string name) => finding.Properties.TryGetValue(name, out var value) ? value : null;
}
