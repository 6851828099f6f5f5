using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProdReady.Engine;

/// <summary>Adds fields to a type.</summary>
internal static class NewFields
{
    /// <summary>Behind the fields that are there; before everything else where there are none, or some of them are compiled only on a condition.</summary>
    public static TypeDeclarationSyntax In(TypeDeclarationSyntax type, IReadOnlyList<string> fields, Spot spot)
    {
        if (fields.Count == 0) return type;
        var at = type.Members.LastIndexOf(member => member is FieldDeclarationSyntax) + 1;
        var behind = at < type.Members.Count ? type.Members[at].GetFirstToken() : type.CloseBraceToken;
        if (behind.LeadingTrivia.Any(trivia => trivia.IsDirective) || type.Members.Take(at).Any(member => member.ContainsDirectives)) at = 0;
        var added = fields.Select(field => Pattern.Member(field, spot.NewLine)).ToArray();
        var needsLine = at < type.Members.Count && !type.Members[at].GetLeadingTrivia().FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);
        if (needsLine) added[added.Length - 1] = added[added.Length - 1].WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine), SyntaxFactory.EndOfLine(spot.NewLine));
        return type.WithMembers(type.Members.InsertRange(at, added));
    }

    /// <summary>A name in the way the type names its fields, which no member of it has in another file, and none that it inherits.</summary>
    public static string Name(TypeDeclarationSyntax type, string word, Spot spot)
    {
        var names = type.Members.OfType<FieldDeclarationSyntax>().Where(field => !field.Modifiers.Any(SyntaxKind.ConstKeyword)).SelectMany(field => field.Declaration.Variables).Select(variable => variable.Identifier.ValueText).ToArray();
        var camel = char.ToLowerInvariant(word[0]) + word.Substring(1);
        var plain = names.Length > 0 && !names.Any(name => name.StartsWith("_", StringComparison.Ordinal));
        var members = new List<string>();
        for (var part = type.SyntaxTree == spot.Model.SyntaxTree ? spot.Model.GetDeclaredSymbol(type) : null; part is not null; part = part.BaseType) members.AddRange(part.GetMembers().Select(member => member.Name));
        return Fresh.Name(spot, type, members, plain && SyntaxFacts.GetKeywordKind(camel) == SyntaxKind.None ? camel : "_" + camel);
    }
}
