using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Looks for calls in the whole compilation. A file is walked only if its text has the name, and a call is bound only if it has it.</summary>
internal static class SourceSearch
{
    /// <summary>Whether some call of a member of <paramref name="table"/> exists.</summary>
    public static bool HasCall(this Known known, Api[] table)
    {
        var names = new HashSet<string>(known.Names(table));
        return known.AnyCall(names, operation => operation is IInvocationOperation call && known.Calls(table).Has(call.TargetMethod));
    }

    /// <summary>The names of the members of <paramref name="table"/>.</summary>
    public static IEnumerable<string> Names(this Known known, Api[] table) => table.SelectMany(row => row.Members).Concat(known.UserApis.Names(table));

    /// <summary>Whether some call by one of <paramref name="names"/> is one of those that are looked for; a call that does not bind comes as something else.</summary>
    public static bool AnyCall(this Known known, IReadOnlyCollection<string> names, Func<IOperation?, bool> isIt) =>
        names.Count > 0 && known.Compilation.SyntaxTrees.Any(tree =>
            Text(tree) is var text && names.Any(text.Contains)
            && tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
                .Any(call => names.Contains(Flow.Names.Of(call)) && isIt(known.Bodies.Model(tree).GetOperation(call))));

    /// <summary>Whether the text of a declaration has one of the words.</summary>
    public static bool Mentions(SyntaxReference declaration, IEnumerable<string> words)
    {
        var text = Text(declaration.SyntaxTree);
        return words.Any(word => text.IndexOf(word, declaration.Span.Start, declaration.Span.Length, StringComparison.Ordinal) >= 0);
    }

    public static string Text(SyntaxTree tree) => tree.GetText().ToString();
}
