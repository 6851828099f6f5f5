using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>Adds fields to a type.</summary>
internal static class NewFields
{
    /// <summary>Behind the fields that are there, else before everything else.</summary>
    public static TypeDeclarationSyntax In(TypeDeclarationSyntax type, IReadOnlyList<string> fields, Spot spot)
    {
        if (fields.Count == 0) return type;
        var at = type.Members.LastIndexOf(member => member is FieldDeclarationSyntax) + 1;
        var added = fields.Select(field => Pattern.Member(field, spot.NewLine)).ToArray();
        var needsLine = at < type.Members.Count && !type.Members[at].GetLeadingTrivia().FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);
        if (needsLine) added[added.Length - 1] = added[added.Length - 1].WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine), SyntaxFactory.EndOfLine(spot.NewLine));
        return type.WithMembers(type.Members.InsertRange(at, added));
    }

    /// <summary>A name in the way the type names its fields.</summary>
    public static string Name(TypeDeclarationSyntax type, string word, Spot spot)
    {
        var names = type.Members.OfType<FieldDeclarationSyntax>().SelectMany(field => field.Declaration.Variables).Select(variable => variable.Identifier.ValueText).ToArray();
        var camel = char.ToLowerInvariant(word[0]) + word.Substring(1);
        var plain = names.Length > 0 && !names.Any(name => name.StartsWith("_", StringComparison.Ordinal));
        return Fresh.Name(spot, type, plain && SyntaxFacts.GetKeywordKind(camel) == SyntaxKind.None ? camel : "_" + camel);
    }
}
