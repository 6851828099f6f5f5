using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Configuration;

/// <summary>What C#'s own ways to suppress a diagnostic say of ours.</summary>
internal static class SuppressionReasons
{
    private static readonly string[] Names = ["SuppressMessage", "UnconditionalSuppressMessage"];

    /// <summary>What a <c>SuppressMessage</c> of ours suppresses, and why; null where it is of others.</summary>
    public static (string Id, string? Reason)? Of(AttributeSyntax attribute, SemanticModel model)
    {
        if (attribute.ArgumentList is not { Arguments: { Count: >= 2 } arguments } || !Names.Contains(Name(attribute.Name))) return null;
        if (model.GetSymbolInfo(attribute).Symbol?.ContainingType is not { ContainingNamespace.Name: "CodeAnalysis" }) return null;

        // The id may be followed by a title: "PRD301:SwallowedException".
        var id = Text(arguments[1])?.Split(':')[0].Trim();
        if (id is null || !RuleIds.IsMeant(id) && Text(arguments[0])?.StartsWith("ProdReady", StringComparison.Ordinal) != true) return null;
        return (id, arguments.Where(argument => argument.NameEquals?.Name.Identifier.ValueText == "Justification").Select(Text).FirstOrDefault());

        string? Text(AttributeArgumentSyntax argument) => model.GetConstantValue(argument.Expression).Value as string;
    }

    /// <summary>Whether a comment stands at the end of the line of the directive, or alone on the line above it.</summary>
    public static bool AreAt(PragmaWarningDirectiveTriviaSyntax pragma)
    {
        if (pragma.DescendantTrivia().Any(IsReason)) return true;
        var text = pragma.SyntaxTree.GetText();
        var line = text.Lines.IndexOf(pragma.SpanStart);
        var above = line > 0 ? text.Lines[line - 1].ToString().Trim() : "";
        return above.StartsWith("//", StringComparison.Ordinal) && Reasons.IsGiven(above.TrimStart('/'));
    }

    private static bool IsReason(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && Reasons.IsGiven(trivia.ToString().TrimStart('/'));

    private static string Name(NameSyntax name)
    {
        var last = name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };
        return last.EndsWith("Attribute", StringComparison.Ordinal) ? last.Substring(0, last.Length - "Attribute".Length) : last;
    }
}
