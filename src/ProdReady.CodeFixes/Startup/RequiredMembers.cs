using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Startup;

/// <summary>Members of options that have to be configured, and how the operator is told.</summary>
internal static class RequiredMembers
{
    /// <summary>Attributes for the members, by their declarations; null where not all of them are in this file.</summary>
    public static IReadOnlyDictionary<SyntaxNode, SyntaxNode>? In(Spot spot, InvocationExpressionSyntax bind, IReadOnlyList<string> members)
    {
        if (OptionsCalls.Options(bind, spot) is not { } options) return null;
        var changes = new Dictionary<SyntaxNode, SyntaxNode>();
        foreach (var name in members)
        {
            if (Find(options, name)?.DeclaringSyntaxReferences.SingleOrDefault() is not { } reference || reference.SyntaxTree != spot.Root.SyntaxTree || reference.GetSyntax(spot.Cancellation) is not PropertyDeclarationSyntax declaration) return null;
            if (declaration.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() is "Required" or "RequiredAttribute")) continue;
            var advice = spot.Note(OptionsNotValidatedOnStart.SectionNote) is null ? "" : $"(ErrorMessage = {SymbolDisplay.FormatLiteral(Advice(spot, options, name), quote: true)})";
            changes[declaration] = Marked(declaration, "Required" + advice, spot.NewLine);
        }

        return changes;
    }

    public static IPropertySymbol? Find(ITypeSymbol options, string member)
    {
        for (var type = options; type is not null; type = type.BaseType)
        {
            if (type.GetMembers(member).OfType<IPropertySymbol>().FirstOrDefault() is { } found) return found;
        }

        return null;
    }

    /// <summary>What is lacking, and how it is set.</summary>
    public static string Advice(Spot spot, ITypeSymbol options, string member)
    {
        if (spot.Note(OptionsNotValidatedOnStart.SectionNote) is not { } section) return $"{options.Name}.{member} is not configured";
        var key = SectionPath.Joined(section, member);
        return $"{key} is not configured; set it, in the environment as {key.Replace(":", "__")}";
    }

    private static PropertyDeclarationSyntax Marked(PropertyDeclarationSyntax declaration, string attribute, string newLine)
    {
        var leading = declaration.GetLeadingTrivia();
        var indent = leading.LastOrDefault() is var last && last.IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(last) : default;
        var list = ((PropertyDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"[{attribute}] int Member {{ get; }}")!).AttributeLists[0]
            .WithLeadingTrivia(leading)
            .WithTrailingTrivia(declaration.FirstOnLine() ? SyntaxFactory.TriviaList(SyntaxFactory.EndOfLine(newLine)).AddRange(indent) : SyntaxFactory.TriviaList(SyntaxFactory.Space));
        var bare = declaration.WithLeadingTrivia();
        return bare.WithAttributeLists(bare.AttributeLists.Insert(0, list));
    }

    /// <summary>Whether nothing stands before it on its line.</summary>
    private static bool FirstOnLine(this SyntaxNode node)
    {
        var line = node.SyntaxTree.GetText().Lines.GetLineFromPosition(node.SpanStart);
        return string.IsNullOrWhiteSpace(line.ToString().Substring(0, node.SpanStart - line.Start));
    }
}
