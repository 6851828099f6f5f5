using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProdReady.Engine;

/// <summary>The place a finding points at, in the document as it is now.</summary>
internal sealed class Spot(Document document, SyntaxNode root, SemanticModel model, SyntaxToken token, Diagnostic finding, CancellationToken cancellation)
{
    /// <summary>The compiler this package is built for has no name for it.</summary>
    private const LanguageVersion CSharp12 = (LanguageVersion)1200;

    public Document Document => document;

    public SyntaxNode Root => root;

    public SemanticModel Model => model;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The first token under the squiggle.</summary>
    public SyntaxToken Token => token;

    /// <summary>The line ending the document uses.</summary>
    public string NewLine { get; } = root.DescendantTrivia().Select(trivia => trivia.ToString()).FirstOrDefault(text => text is "\n" or "\r\n") ?? "\n";

    /// <summary>The nearest node of this kind around the squiggle.</summary>
    public T? Enclosing<T>()
        where T : SyntaxNode => token.Parent?.FirstAncestorOrSelf<T>();

    /// <summary>The call whose name is under the squiggle.</summary>
    public InvocationExpressionSyntax? Call =>
        token.Parent?.AncestorsAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault(call => call.Expression.Span.Contains(token.Span));

    /// <summary>A list of one text, in the newest way that the language of the project knows.</summary>
    public string ListOf(string text) =>
        root.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= CSharp12 } ? $"[\"{text}\"]" : $"new[] {{ \"{text}\" }}";

    /// <summary>What the rule learned.</summary>
    public string? Note(string name) => finding.Properties.TryGetValue(name, out var value) ? value : null;

    public INamedTypeSymbol? Type(string metadataName) => Facts.Types.Find(model.Compilation, metadataName);
}
