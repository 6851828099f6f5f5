using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProdReady.Engine;

/// <summary>Names nobody uses yet.</summary>
internal static class Fresh
{
    /// <summary>The first of <paramref name="names"/>, or a numbered variant, that neither a symbol in scope has nor a token in <paramref name="scope"/>, where the name will be declared.</summary>
    public static string Name(Spot spot, SyntaxNode scope, params string[] names) => Name(spot, scope, [], names);

    /// <summary>The same, and not one of <paramref name="others"/>.</summary>
    public static string Name(Spot spot, SyntaxNode scope, IEnumerable<string> others, params string[] names)
    {
        var taken = new HashSet<string>(others, StringComparer.Ordinal);
        taken.UnionWith(scope.DescendantTokens().Select(token => token.ValueText));
        taken.UnionWith(spot.Model.LookupSymbols(spot.Token.SpanStart).Where(symbol => symbol is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol).Select(symbol => symbol.Name));
        return names.Concat(Enumerable.Range(2, 100).Select(number => names[0] + number)).First(name => !taken.Contains(name));
    }

    /// <summary>The name as code must write it: with an @ where it is a keyword.</summary>
    public static string Written(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
