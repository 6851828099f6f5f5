using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Looks for calls in the whole compilation. The text of a file says where the names are, and only a call that has one is bound.</summary>
internal static class SourceSearch
{
    /// <summary>Whether some source text has one of the words.</summary>
    public static bool AnyText(this Known known, params string[] words) =>
        known.Compilation.SyntaxTrees.Any(tree => Text(tree) is var text && words.Any(text.Contains));

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
    public static IEnumerable<IOperation?> AllCalls(this Known known, IReadOnlyCollection<string> names)
    {
        if (names.Count == 0) return [];
        var set = names as HashSet<string> ?? new(names);
        return known.Compilation.SyntaxTrees.SelectMany(tree => CallNames.Calls(tree, set).Select(call => known.Bodies.Model(tree).GetOperation(call)));
    }

    /// <summary>Whether the text of a declaration has one of the words.</summary>
    public static bool Mentions(SyntaxReference declaration, IEnumerable<string> words)
    {
        var text = Text(declaration.SyntaxTree);
        return words.Any(word => text.IndexOf(word, declaration.Span.Start, declaration.Span.Length, StringComparison.Ordinal) >= 0);
    }

    public static string Text(SyntaxTree tree) => tree.GetText().ToString();
}
