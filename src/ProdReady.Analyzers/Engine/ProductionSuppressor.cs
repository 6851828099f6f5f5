using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Facts;

namespace ProdReady.Engine;

/// <summary>
/// Silences diagnostics of other packages at places where we can prove them wrong. Roslyn calls it only where one of them was reported, and only for those
/// that are not errors by default. What it fails on stays as it is: a suppressor that crashes must not cost anybody a build.
/// </summary>
public abstract class ProductionSuppressor : DiagnosticSuppressor
{
    private readonly Option<bool> _switch;

    /// <summary>Takes the switch that turns it off, why the diagnostics are wrong, and their ids.</summary>
    private protected ProductionSuppressor(Option<bool> isOn, string because, params string[] ids)
    {
        _switch = isOn;
        Id = isOn.Key.Substring(isOn.Key.LastIndexOf('.') + 1);
        SupportedSuppressions = ids.Select(id => new SuppressionDescriptor(Id, id, because)).ToImmutableArray();
    }

    /// <summary>Its id; also what <c>NoWarn</c> takes to turn it off.</summary>
    public string Id { get; }

    /// <inheritdoc/>
    public sealed override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; }

    /// <summary>Hears of crashes, which nobody else does.</summary>
    internal Action<Exception>? Crashed { get; set; }

    /// <summary>The switch of a suppressor.</summary>
    private protected static Option<bool> Switch(string id, string meaning) => Options.Flag($"prodready.suppress.{id}", true, meaning);

    /// <inheritdoc/>
    public sealed override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        try
        {
            var known = Known.About(context.Compilation, context.Options, context.CancellationToken);
            var isWrongAt = new Lazy<Func<SyntaxNode, bool>>(() => WrongAt(known));
            foreach (var diagnostic in context.ReportedDiagnostics)
            {
                if (diagnostic.Location.SourceTree is not { } tree || !context.Compilation.ContainsSyntaxTree(tree) || !known.Read(_switch, tree)) continue;
                var place = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
                if (!isWrongAt.Value(place)) continue;
                foreach (var descriptor in SupportedSuppressions)
                {
                    if (descriptor.SuppressedDiagnosticId == diagnostic.Id) context.ReportSuppression(Suppression.Create(descriptor, diagnostic));
                }
            }
        }
        catch (Exception crash) when (crash is not OperationCanceledException)
        {
            Crashed?.Invoke(crash);
        }
    }

    /// <summary>Says of a place where such a diagnostic was reported whether it is wrong there; unknown is no.</summary>
    private protected abstract Func<SyntaxNode, bool> WrongAt(Known known);
}
