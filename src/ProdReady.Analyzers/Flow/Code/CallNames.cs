using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProdReady.Flow;

/// <summary>Finds calls by name in the text of a file: each opening parenthesis is asked for the name before it.</summary>
internal static class CallNames
{
    /// <summary>Where a name of the set stands before a parenthesis: a call, the making of an object, a declaration, or just text.</summary>
    public static IEnumerable<int> Places(SyntaxTree tree, HashSet<string> names)
    {
        var lengths = names.Aggregate(0UL, (bits, name) => bits | Bit(name.Length));
        var text = SourceSearch.Text(tree);
        for (var open = text.IndexOf('('); open >= 0; open = text.IndexOf('(', open + 1))
        {
            var end = BehindName(text, open);
            var start = end;
            while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '_')) start--;
            if (start < end && (lengths & Bit(end - start)) != 0 && IsOne(names, text, start, end - start)) yield return start;
        }
    }

    /// <summary>Of a set of a few names. No text is made for what is only looked at.</summary>
    private static bool IsOne(HashSet<string> names, string text, int start, int length)
    {
        foreach (var name in names)
        {
            if (name.Length == length && name[0] == text[start] && string.CompareOrdinal(name, 0, text, start, length) == 0) return true;
        }

        return false;
    }

    /// <summary>The calls by a name of the set, what is called on another's result before that other, as the tree has them. No other part of the tree is made for the answer.</summary>
    public static IEnumerable<InvocationExpressionSyntax> Calls(SyntaxTree tree, HashSet<string> names)
    {
        var found = Places(tree, names).Select(place => CallOf(tree.GetRoot().FindToken(place), names)).OfType<InvocationExpressionSyntax>().ToArray();
        return found.Length < 2 ? found : found.OrderBy(call => call.SpanStart).ThenByDescending(call => call.Span.End);
    }

    /// <summary>The call of which the token is the name; null where it is something else, or in a comment.</summary>
    private static InvocationExpressionSyntax? CallOf(SyntaxToken token, HashSet<string> names)
    {
        if (token.Parent is not SimpleNameSyntax name || !names.Contains(token.ValueText)) return null;
        var called = name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => access,
            MemberBindingExpressionSyntax binding => binding,
            _ => (ExpressionSyntax)name,
        };
        return called.Parent is InvocationExpressionSyntax call && call.Expression == called ? call : null;
    }

    /// <summary>The end of the name: before white space, and the type arguments where there are any.</summary>
    private static int BehindName(string text, int open)
    {
        var end = WithoutSpace(text, open);
        if (end == 0 || text[end - 1] != '>') return end;
        var depth = 0;
        for (var at = end - 1; at >= 0 && text[at] is not (';' or '{' or '}'); at--)
        {
            if (text[at] == '>') depth++;
            if (text[at] == '<' && --depth == 0) return WithoutSpace(text, at);
        }

        return end;
    }

    private static int WithoutSpace(string text, int end)
    {
        while (end > 0 && char.IsWhiteSpace(text[end - 1])) end--;
        return end;
    }

    private static ulong Bit(int number) => 1UL << (number & 63);
}
