using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ProdReady.Flow;

/// <summary>
/// Which types say that they derive from a type of some name. Read from the syntax once for each file and kept as long as that: an edit in one file leaves the others as they were, and
/// nothing is declared for the answer.
/// </summary>
internal sealed class BaseLists
{
    private static readonly ConditionalWeakTable<SyntaxTree, Entry[]> OfFiles = new();

    private readonly ILookup<string, (SyntaxTree File, Entry Entry)> _byBase;

    public BaseLists(IEnumerable<SyntaxTree> files) =>
        _byBase = files.SelectMany(file => OfFiles.GetValue(file, Read), (file, entry) => (file, entry))
            .SelectMany(pair => pair.entry.Bases, (pair, name) => (name, pair.file, pair.entry))
            .ToLookup(entry => entry.name, entry => (entry.file, entry.entry));

    /// <summary>The declarations that may derive from a type of this name, at once or by way of others.</summary>
    public IEnumerable<TypeDeclarationSyntax> Below(string name)
    {
        var (names, pending) = (new HashSet<string> { name }, new Queue<string>([name]));
        var seen = new HashSet<(SyntaxTree, TextSpan)>();
        while (pending.Count > 0)
        {
            foreach (var (file, entry) in _byBase[pending.Dequeue()])
            {
                if (names.Add(entry.Name)) pending.Enqueue(entry.Name);
                if (seen.Add((file, entry.Where)) && file.GetRoot().FindNode(entry.Where, getInnermostNodeForTie: true).FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration && declaration.Span == entry.Where) yield return declaration;
            }
        }
    }

    /// <summary>The types with a base list, and the aliases: a type that has the alias in its list has what it stands for.</summary>
    private static Entry[] Read(SyntaxTree file)
    {
        var entries = new List<Entry>();
        if (file.GetRoot() is not CompilationUnitSyntax unit) return [];
        var pending = new Stack<SyntaxNode>([unit]);
        while (pending.Count > 0)
        {
            foreach (var child in pending.Pop().ChildNodes())
            {
                if (child is UsingDirectiveSyntax { Alias.Name.Identifier.ValueText: var alias, Name: { } target }) entries.Add(new Entry(child.Span, alias, [NameOf(target)]));
                if (child is TypeDeclarationSyntax { BaseList.Types: { Count: > 0 } types } type) entries.Add(new Entry(type.Span, type.Identifier.ValueText, [.. types.Select(each => NameOf(each.Type))]));
                if (child is BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax) pending.Push(child);
            }
        }

        return [.. entries];
    }

    private static string NameOf(TypeSyntax type) => type switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        QualifiedNameSyntax name => name.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax name => name.Name.Identifier.ValueText,
        _ => "",
    };

    private sealed record Entry(TextSpan Where, string Name, string[] Bases);
}
