using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;

namespace ProdReady.Engine;

/// <summary>Applies a remedy to one finding or to all of a document, one after the other, so that two never write the same thing twice.</summary>
internal static class Treatment
{
    private const string Mark = "ProdReady.Finding";

    /// <summary>The cured document; the same instance when the remedy is not open at any of the findings.</summary>
    public static async Task<Document> Apply(Document document, ImmutableArray<Diagnostic> findings, Remedy remedy, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (root is null) return document;

        // From the end to the beginning: what is inserted above does not disturb what was found below.
        var ordered = findings.Where(finding => root.FullSpan.Contains(finding.Location.SourceSpan)).OrderByDescending(finding => finding.Location.SourceSpan.Start).ToArray();
        var tokens = ordered.Select(finding => root.FindToken(finding.Location.SourceSpan.Start)).ToArray();
        root = root.ReplaceTokens(tokens.Distinct(), (token, _) => token.WithAdditionalAnnotations(new SyntaxAnnotation(Mark, token.SpanStart.ToString(System.Globalization.CultureInfo.InvariantCulture))));

        var current = document.WithSyntaxRoot(root);
        var changed = false;
        for (var i = 0; i < ordered.Length; i++)
        {
            var next = await Apply(current, ordered[i], tokens[i].SpanStart, remedy, cancellation).ConfigureAwait(false);
            changed |= next != current;
            current = next;
        }

        return changed ? await Tidy(current, document, cancellation).ConfigureAwait(false) : document;
    }

    private static async Task<Document> Apply(Document document, Diagnostic finding, int mark, Remedy remedy, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (root is null || model is null) return document;

        var name = mark.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var token = root.GetAnnotatedTokens(Mark).FirstOrDefault(candidate => candidate.GetAnnotations(Mark).Any(annotation => annotation.Data == name));
        if (token == default) return document;

        var fixedRoot = await remedy.Apply(new Spot(document, root, model, token, finding, cancellation)).ConfigureAwait(false);
        return fixedRoot is null ? document : document.WithSyntaxRoot(fixedRoot);
    }

    private static async Task<Document> Tidy(Document document, Document original, CancellationToken cancellation)
    {
        var root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        root = root.ReplaceTokens(root.GetAnnotatedTokens(Mark), (token, _) => token.WithoutAnnotations(Mark));
        document = document.WithSyntaxRoot(root);
        document = await Simplifier.ReduceAsync(document, Simplifier.Annotation, cancellationToken: cancellation).ConfigureAwait(false);

        var options = await Layout.Of(original, cancellation).ConfigureAwait(false);
        document = await Formatter.FormatAsync(document, Formatter.Annotation, options, cancellation).ConfigureAwait(false);
        // Without the annotations: an editor would format what bears them once more, in its own way.
        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return original.WithText(SourceText.From(text.ToString(), text.Encoding, text.ChecksumAlgorithm));
    }
}
