using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>Names nobody uses yet.</summary>
internal static class Fresh
{
    /// <summary>The first of <paramref name="names"/>, or a numbered variant, that neither a symbol in scope nor a local of the same member has.</summary>
    public static string Name(Spot spot, SyntaxNode member, params string[] names)
    {
        var taken = new HashSet<string>(member.DescendantTokens().Select(token => token.ValueText), StringComparer.Ordinal);
        taken.UnionWith(spot.Model.LookupSymbols(spot.Token.SpanStart).Where(symbol => symbol is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol).Select(symbol => symbol.Name));
        return names.Concat(Enumerable.Range(2, 100).Select(number => names[0] + number)).First(name => !taken.Contains(name));
    }
}
