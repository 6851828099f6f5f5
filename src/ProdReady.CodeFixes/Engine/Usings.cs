using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProdReady.Engine;

/// <summary>Makes the names that a fix writes visible.</summary>
internal static class Usings
{
    /// <summary>Adds a directive for the namespace of each type that cannot be named at the place yet.</summary>
    /// <param name="root">The changed root.</param>
    /// <param name="spot">The place, in the document before the change.</param>
    /// <param name="types">Metadata names.</param>
    public static SyntaxNode Ensure(SyntaxNode root, Spot spot, params string[] types)
    {
        foreach (var type in types)
        {
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
        if (unit.Usings.Any(existing => existing.Name?.ToString() == name)) return unit;
        var directive = SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(name)).NormalizeWhitespace().WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine));
        var position = unit.Usings.TakeWhile(existing => string.CompareOrdinal(existing.Name?.ToString(), name) < 0 || existing.GlobalKeyword != default).Count();
        if (unit.Usings.Count > 0)
        {
            if (position > 0) return unit.WithUsings(unit.Usings.Insert(position, directive));
            var first = unit.Usings[0];
            return unit.WithUsings(unit.Usings
                .Replace(first, first.WithLeadingTrivia())
                .Insert(0, directive.WithLeadingTrivia(first.GetLeadingTrivia())));
        }

        var next = unit.GetFirstToken(includeZeroWidth: true);
        return unit.ReplaceToken(next, next.WithLeadingTrivia(next.LeadingTrivia.Insert(0, SyntaxFactory.EndOfLine(newLine))))
            .WithUsings(SyntaxFactory.SingletonList(directive));
    }
}
