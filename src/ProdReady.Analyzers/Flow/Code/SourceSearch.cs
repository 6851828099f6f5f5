using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Looks for calls in the whole compilation. The text of a file says where the names are, and only a call that has one is bound.</summary>
internal static class SourceSearch
{
    private static readonly ConditionalWeakTable<SyntaxTree, string> Texts = new();

    /// <summary>Whether some source text has one of the words.</summary>
    public static bool AnyText(this Known known, params string[] words) =>
        known.Compilation.SyntaxTrees.Any(tree => Text(tree) is var text && words.Any(text.Contains));

    /// <summary>Whether some source text has a name that ends with one of these.</summary>
    public static bool AnyEnding(this Known known, params string[] endings) =>
        known.Compilation.SyntaxTrees.Any(tree => Text(tree) is var text && endings.Any(ending => Places(text, ending, 0, text.Length).Any(at => EndsName(text, at + ending.Length))));

    /// <summary>Where a part of a text has the name, not as a part of another.</summary>
    public static IEnumerable<int> Words(string text, string name, int start, int end)
    {
        foreach (var at in Places(text, name, start, end))
        {
            if ((at == 0 || !SyntaxFacts.IsIdentifierPartCharacter(text[at - 1])) && EndsName(text, at + name.Length)) yield return at;
        }
    }

    private static IEnumerable<int> Places(string text, string part, int start, int end)
    {
        for (var at = text.IndexOf(part, start, end - start, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, end - at - part.Length, StringComparison.Ordinal)) yield return at;
    }

    private static bool EndsName(string text, int end) => end == text.Length || !SyntaxFacts.IsIdentifierPartCharacter(text[end]);

    /// <summary>Whether some call of a member of <paramref name="table"/> exists.</summary>
    public static bool HasCall(this Known known, Api[] table) => known.AllCalls(table).Any();

    /// <summary>All calls of members of <paramref name="table"/>, file by file.</summary>
    public static IEnumerable<IInvocationOperation> AllCalls(this Known known, Api[] table)
    {
        var calls = known.Calls(table);
        return known.AllCalls(new HashSet<string>(known.Names(table))).OfType<IInvocationOperation>().Where(call => calls.Has(call.TargetMethod));
    }

    /// <summary>The names of the members of <paramref name="table"/>.</summary>
    public static IEnumerable<string> Names(this Known known, Api[] table) => table.SelectMany(row => row.Members).Concat(known.UserApis.Names(table));

    /// <summary>Whether some call by one of <paramref name="names"/> is one of those that are looked for; a call that does not bind comes as something else.</summary>
    public static bool AnyCall(this Known known, IReadOnlyCollection<string> names, Func<IOperation?, bool> isIt) => known.AllCalls(names).Any(isIt);

    /// <summary>All calls by one of <paramref name="names"/>; one that does not bind comes as something else.</summary>
    /// <param name="known">What is known about the compilation.</param>
    /// <param name="names">The names.</param>
    /// <param name="asWritten">What is asked of the call as it is written, before it is bound; null for nothing.</param>
    public static IEnumerable<IOperation?> AllCalls(this Known known, IReadOnlyCollection<string> names, Func<InvocationExpressionSyntax, bool>? asWritten = null)
    {
        if (names.Count == 0) return [];
        var set = names as HashSet<string> ?? new(names);
        return known.Compilation.SyntaxTrees.SelectMany(tree => CallNames.Calls(tree, set).Where(call => asWritten?.Invoke(call) != false).Select(call => known.Bodies.Model(tree).GetOperation(call)));
    }

    /// <summary>Whether the text of a declaration has one of the words.</summary>
    public static bool Mentions(SyntaxReference declaration, IEnumerable<string> words)
    {
        var text = Text(declaration.SyntaxTree);
        return words.Any(word => text.IndexOf(word, declaration.Span.Start, declaration.Span.Length, StringComparison.Ordinal) >= 0);
    }

    /// <summary>Whether the text of a node has the word.</summary>
    public static bool Mentions(SyntaxNode node, string word) => Text(node.SyntaxTree).IndexOf(word, node.Span.Start, node.Span.Length, StringComparison.Ordinal) >= 0;

    /// <summary>The text of a file. That of a large one is kept in pieces by the compiler, and would be put together each time.</summary>
    public static string Text(SyntaxTree tree) => Texts.GetValue(tree, static file => file.GetText().ToString());
}
