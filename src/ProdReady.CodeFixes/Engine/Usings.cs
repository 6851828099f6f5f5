using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ProdReady.Engine;

/// <summary>Makes the names that a fix writes visible.</summary>
internal static class Usings
{
    /// <summary>Adds a directive for the namespace of each type that cannot be named at the place yet.</summary>
    /// <param name="root">The changed root.</param>
    /// <param name="spot">The place, in the document before the change.</param>
    /// <param name="types">Metadata names; null is none.</param>
    public static SyntaxNode Ensure(SyntaxNode root, Spot spot, params string?[] types)
    {
        foreach (var type in types)
        {
            if (type is null) continue;
            var dot = type.LastIndexOf('.');
            var name = type.Substring(dot + 1).Split('`')[0];
            var visible = spot.Model.LookupNamespacesAndTypes(spot.Token.SpanStart, name: name)
                .Any(symbol => symbol.ContainingNamespace?.ToDisplayString() == type.Substring(0, dot));
            if (!visible && root is CompilationUnitSyntax unit) root = Add(unit, type.Substring(0, dot), spot.NewLine);
        }

        return root;
    }

    private static CompilationUnitSyntax Add(CompilationUnitSyntax unit, string name, string newLine)
    {
        var directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(name)).NormalizeWhitespace().WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine));
        if (unit.Usings.Count > 0) return unit.WithUsings(Insert(unit.Usings, directive, name));
        if (unit.Members.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault(space => space.Usings.Count > 0) is { } inner)
            return unit.ReplaceNode(inner, inner.WithUsings(Insert(inner.Usings, directive.WithAdditionalAnnotations(Formatter.Annotation), name)));

        var next = unit.GetFirstToken(includeZeroWidth: true);
        var header = Header(next);
        return unit.ReplaceToken(next, next.WithLeadingTrivia(next.LeadingTrivia.Skip(header).Prepend(SyntaxFactory.EndOfLine(newLine))))
            .WithUsings(SyntaxFactory.SingletonList(directive.WithLeadingTrivia(next.LeadingTrivia.Take(header))));
    }

    private static SyntaxList<UsingDirectiveSyntax> Insert(SyntaxList<UsingDirectiveSyntax> usings, UsingDirectiveSyntax directive, string name)
    {
        if (usings.Any(existing => existing.Name?.ToString() == name && existing.Alias is null && existing.StaticKeyword == default)) return usings;
        // System comes first, unless the file sorts otherwise.
        var plain = usings.Where(existing => existing.Alias is null && existing.StaticKeyword == default).ToArray();
        var systemFirst = !plain.Zip(plain.Skip(1), (one, two) => !IsSystem(Name(one)) && IsSystem(Name(two))).Any(broken => broken);
        var position = usings.TakeWhile(existing => existing.GlobalKeyword != default || existing.Alias is null && existing.StaticKeyword == default && IsBefore(Name(existing), name, systemFirst)).Count();
        if (position > 0) return usings.Insert(position, directive.WithLeadingTrivia(usings[position - 1].GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))));
        var first = usings[0];
        return usings
            .Replace(first, first.WithLeadingTrivia(first.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))))
            .Insert(0, directive.WithLeadingTrivia(first.GetLeadingTrivia()));
    }

    private static bool IsBefore(string existing, string name, bool systemFirst) =>
        systemFirst && IsSystem(existing) != IsSystem(name) ? IsSystem(existing) : string.CompareOrdinal(existing, name) < 0;

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);

    private static string Name(UsingDirectiveSyntax directive) => directive.Name?.ToString() ?? "";

    /// <summary>How much of the trivia above the first token belongs to the file, not to what follows: directives that must come first, and a comment with a blank line or a namespace behind it.</summary>
    private static int Header(SyntaxToken first)
    {
        var trivia = first.LeadingTrivia;
        var end = trivia.Select((entry, index) => MustComeFirst(entry) ? index + 1 : 0).DefaultIfEmpty().Max();
        var commented = false;
        for (var i = end; i < trivia.Count; i++)
        {
            if (trivia[i].IsKind(SyntaxKind.WhitespaceTrivia)) continue;
            if (trivia[i].IsKind(SyntaxKind.EndOfLineTrivia)) return commented ? i + 1 : end;
            if (!trivia[i].IsKind(SyntaxKind.SingleLineCommentTrivia) && !trivia[i].IsKind(SyntaxKind.MultiLineCommentTrivia)) return end;
            commented = true;
            if (i + 1 < trivia.Count && trivia[i + 1].IsKind(SyntaxKind.EndOfLineTrivia)) i++;
        }

        return commented && first.IsKind(SyntaxKind.NamespaceKeyword) ? trivia.Count : end;
    }

    /// <summary>Whether only other directives may stand above it: #define, #!, and the #: of programs in one file, which older compilers have no kind for.</summary>
    private static bool MustComeFirst(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.DefineDirectiveTrivia) || trivia.IsKind(SyntaxKind.UndefDirectiveTrivia) || trivia.IsKind(SyntaxKind.ShebangDirectiveTrivia)
        || trivia.IsDirective && trivia.ToString().StartsWith("#:", StringComparison.Ordinal);
}
