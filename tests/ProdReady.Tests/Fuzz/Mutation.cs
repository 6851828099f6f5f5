using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ProdReady.Tests.Fuzz;

/// <summary>What somebody does to a file while typing, merging and cutting: to its tokens, and to what is made of them.</summary>
internal static class Mutation
{
    private static readonly string[] Words =
        ["(", ")", "{", "}", "[", "]", "<", ">", ";", ",", ".", "?", "??", "=>", "=", "&&", "await", "async", "static", "override", "partial", "class", "record", "enum", "interface", "return", "throw", "try", "catch", "finally", "while (true)", "lock (this)", "using", "yield", "ref", "out", "new", "null", "default", "this", "base", "is", "with", "switch", "when", "\"", "$\"{", "\"\"\"", "/*", "#if X", "@", "0", "int", "void", "var", "dynamic", "T"];

    public static string Of(string source, Random random)
    {
        var root = CSharpSyntaxTree.ParseText(source, Snippet.Language).GetRoot();
        var tokens = root.DescendantTokens().Where(token => token.Span.Length > 0).ToArray();
        if (tokens.Length < 2) return source;
        var at = tokens[random.Next(tokens.Length)];
        switch (random.Next(14))
        {
            case 0: return With(source, at.Span, "");
            case 1: return With(source, at.Span, at.Text + " " + at.Text);
            case 2: return Swapped(source, at.Span, at.GetNextToken().Span);
            case 3: return Swapped(source, at.Span, tokens[random.Next(tokens.Length)].Span);
            case 4: return source[..at.SpanStart];
            case 5: return source[at.SpanStart..];
            case 6: return With(source, at.Span, Words[random.Next(Words.Length)]);
            case 7: return source.Insert(at.SpanStart, Words[random.Next(Words.Length)] + " ");
            case 8: return With(source, at.Span, tokens[random.Next(tokens.Length)].Text);
            case 9: return OfNodes<MemberDeclarationSyntax>(source, root, random);
            case 10: return OfNodes<StatementSyntax>(source, root, random);
            case 11: return OfNodes<ExpressionSyntax>(source, root, random);
            case 12: return OfNodes<TypeSyntax>(source, root, random);
            default: return OfNodes<SyntaxNode>(source, root, random);
        }
    }

    /// <summary>Takes a node out, writes it twice, or puts it in the place of another of its kind.</summary>
    private static string OfNodes<T>(string source, SyntaxNode root, Random random)
        where T : SyntaxNode
    {
        var nodes = root.DescendantNodes().OfType<T>().ToArray();
        if (nodes.Length == 0) return source;
        var node = nodes[random.Next(nodes.Length)];
        var other = nodes[random.Next(nodes.Length)];
        return random.Next(4) switch
        {
            0 => With(source, node.Span, ""),
            1 => With(source, node.Span, node + "\n" + node),
            2 => With(source, node.Span, other.ToString()),
            _ => Swapped(source, node.Span, other.Span),
        };
    }

    private static string Swapped(string source, TextSpan one, TextSpan other)
    {
        if (one.IntersectsWith(other)) return source;
        var (first, second) = one.Start < other.Start ? (one, other) : (other, one);
        return With(With(source, second, source.Substring(first.Start, first.Length)), first, source.Substring(second.Start, second.Length));
    }

    private static string With(string source, TextSpan span, string text) => source.Remove(span.Start, span.Length).Insert(span.Start, text);
}
