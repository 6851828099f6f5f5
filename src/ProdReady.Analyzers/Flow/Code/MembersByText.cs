using Microsoft.CodeAnalysis;

namespace ProdReady.Flow;

/// <summary>The methods of a type, of which only those are bound whose text has a word that matters.</summary>
internal sealed class MembersByText(INamedTypeSymbol type, Bodies bodies)
{
    private readonly Member[] _members = [.. type.GetMembers().OfType<IMethodSymbol>().SelectMany(method => method.DeclaringSyntaxReferences.Select(reference => new Member(method, reference)))];

    /// <summary>The methods whose text has one of the words.</summary>
    public IEnumerable<(IMethodSymbol Method, IOperation Body)> Mention(string word, params string[] others) =>
        Bound(_members.Where(member => member.Has(word) || others.Any(member.Has)));

    /// <summary>The methods whose text has one of the words, and those whose text has the name of such a method, and so on.</summary>
    public IEnumerable<(IMethodSymbol Method, IOperation Body)> Leading(params string[] words)
    {
        var found = _members.Where(member => words.Any(member.Has)).ToList();
        for (var i = 0; i < found.Count; i++)
        {
            var name = found[i].Method.Name;
            found.AddRange(_members.Where(member => !found.Contains(member) && member.Has(name)));
        }

        return Bound(_members.Where(found.Contains));
    }

    private IEnumerable<(IMethodSymbol Method, IOperation Body)> Bound(IEnumerable<Member> members)
    {
        foreach (var member in members)
        {
            if (bodies.Of(member.Method) is { } body) yield return (member.Method, body);
        }
    }

    private sealed class Member(IMethodSymbol method, SyntaxReference reference)
    {
        private readonly string _file = SourceSearch.Text(reference.SyntaxTree);

        public IMethodSymbol Method => method;

        /// <summary>The text of the file is there already; that of the method would be a copy.</summary>
        public bool Has(string word) => _file.IndexOf(word, reference.Span.Start, reference.Span.Length, StringComparison.Ordinal) >= 0;
    }
}
