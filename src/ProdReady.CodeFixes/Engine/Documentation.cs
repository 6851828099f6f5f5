using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProdReady.Engine;

/// <summary>Comments of documentation for what a fix adds: where warnings are errors, a parameter without one does not compile beside others that have one.</summary>
internal static class Documentation
{
    /// <summary>The member or type with a line for one more parameter behind those of the others.</summary>
    public static T WithParameter<T>(T node, string parameter, string newLine)
        where T : SyntaxNode
    {
        var trivia = node.GetLeadingTrivia();
        var at = trivia.IndexOf(SyntaxKind.SingleLineDocumentationCommentTrivia);
        if (at < 0) return node;
        var lines = trivia[at].ToFullString().Split('\n').ToList();
        var last = lines.FindLastIndex(line => line.Contains("</param>") || line.Contains("<param ") && line.Contains("/>"));
        if (last < 0) return node;

        // What stands before the first line is not part of the comment.
        var indent = last > 0 ? lines[last].Substring(0, lines[last].IndexOf("///", StringComparison.Ordinal)) : at > 0 && trivia[at - 1].IsKind(SyntaxKind.WhitespaceTrivia) ? trivia[at - 1].ToString() : "";
        lines.Insert(last + 1, indent + $"/// {Line(parameter)}" + newLine.TrimEnd('\n'));
        return node.WithLeadingTrivia(trivia.ReplaceRange(trivia[at], SyntaxFactory.ParseLeadingTrivia(string.Join("\n", lines))));
    }

    /// <summary>What stands above a new constructor of a type that has documentation, in a project that asks for it.</summary>
    public static SyntaxTriviaList OfConstructor(TypeDeclarationSyntax type, string parameter, Spot spot)
    {
        if (spot.Root.SyntaxTree.Options.DocumentationMode != DocumentationMode.Diagnose || !type.GetLeadingTrivia().Any(SyntaxKind.SingleLineDocumentationCommentTrivia)) return default;
        var name = type.Identifier.ValueText + type.TypeParameterList?.ToString().Replace('<', '{').Replace('>', '}');
        return SyntaxFactory.ParseLeadingTrivia($"/// <summary>Initializes a new instance of the <see cref=\"{name}\"/> class.</summary>{spot.NewLine}/// {Line(parameter)}{spot.NewLine}");
    }

    private static string Line(string parameter) => $"<param name=\"{parameter}\">The {parameter}.</param>";
}
