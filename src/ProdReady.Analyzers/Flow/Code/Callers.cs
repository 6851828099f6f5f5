using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Who calls a method of this compilation, or hands it to somebody. Asked backwards from the few places that matter, so that only code which names the method is bound.</summary>
internal sealed class Callers(Known known)
{
    /// <summary>A name that is written more often says nothing: its methods have no callers that we see.</summary>
    private const int MostMentions = 300;

    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<IOperation>> _sites = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<string, IReadOnlyList<SimpleNameSyntax>> _mentions = new(StringComparer.Ordinal);
    private readonly Lazy<SyntaxTree[]> _trees = new(() => known.Compilation.SyntaxTrees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal).ToArray());

    /// <summary>The calls that reach the method, and the places where it is handed over; in the order of files and lines.</summary>
    public IReadOnlyList<IOperation> Of(IMethodSymbol method) => _sites.GetOrAdd(method.OriginalDefinition, Find);

    /// <summary>Local functions of two semantic models are the same if they are written at the same place.</summary>
    public static bool AreSame(IMethodSymbol one, IMethodSymbol other) =>
        SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other.OriginalDefinition)
        || one.MethodKind == MethodKind.LocalFunction && other.MethodKind == MethodKind.LocalFunction
        && one.DeclaringSyntaxReferences.FirstOrDefault() is { } here && other.DeclaringSyntaxReferences.FirstOrDefault() is { } there
        && here.SyntaxTree == there.SyntaxTree && here.Span == there.Span;

    private IReadOnlyList<IOperation> Find(IMethodSymbol method)
    {
        var name = method switch
        {
            { MethodKind: MethodKind.Constructor } => method.ContainingType.Name,
            { AssociatedSymbol: { } property } => property.Name,
            _ => method.Name,
        };
        name = name.Substring(name.LastIndexOf('.') + 1);
        if (!SyntaxFacts.IsValidIdentifier(name)) return [];
        return (IsPrivate(method) ? Mentions(name, TreesOf(method)) : _mentions.GetOrAdd(name, key => Mentions(key, _trees.Value)))
            .Where(mention => IsNew(mention) == (method.MethodKind == MethodKind.Constructor))
            .Select(Site)
            .Where(site => site is not null && Reaches(site, method))
            .ToArray()!;
    }

    private static bool IsPrivate(IMethodSymbol method) =>
        method.DeclaredAccessibility == Accessibility.Private && method.MethodKind != MethodKind.ExplicitInterfaceImplementation || method.MethodKind == MethodKind.LocalFunction;

    private static IEnumerable<SyntaxTree> TreesOf(IMethodSymbol method) =>
        method.ContainingType.DeclaringSyntaxReferences.Select(part => part.SyntaxTree).Distinct().OrderBy(tree => tree.FilePath, StringComparer.Ordinal);

    private static bool IsNew(SimpleNameSyntax mention) => mention.Parent is ObjectCreationExpressionSyntax or QualifiedNameSyntax { Parent: ObjectCreationExpressionSyntax };

    private bool Reaches(IOperation site, IMethodSymbol method) => site is IMethodReferenceOperation { Method: var handed }
        ? known.Implementations.Target(handed) is { } target && AreSame(target, method)
        : known.Callees.At(site).Any(callee => AreSame(callee.Target, method));

    private IOperation? Site(SimpleNameSyntax mention)
    {
        SyntaxNode site = mention.Parent switch
        {
            MemberAccessExpressionSyntax member when member.Name == mention => member,
            MemberBindingExpressionSyntax member => member,
            QualifiedNameSyntax type => type,
            _ => mention,
        };
        if (site.Parent is InvocationExpressionSyntax call && call.Expression == site || site.Parent is ObjectCreationExpressionSyntax) site = site.Parent;
        return known.Bodies.Model(site.SyntaxTree).GetOperation(site);
    }

    /// <summary>Looks in the text, and asks only for the tokens that stand where the name does.</summary>
    private static IReadOnlyList<SimpleNameSyntax> Mentions(string name, IEnumerable<SyntaxTree> trees)
    {
        var found = new List<SimpleNameSyntax>();
        foreach (var tree in trees)
        {
            var text = SourceSearch.Text(tree);
            for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
            {
                if (at > 0 && SyntaxFacts.IsIdentifierPartCharacter(text[at - 1]) || at + name.Length < text.Length && SyntaxFacts.IsIdentifierPartCharacter(text[at + name.Length])) continue;
                var token = tree.GetRoot().FindToken(at);
                if (token.SpanStart != at || token.Parent is not SimpleNameSyntax mention || mention.Identifier != token) continue;
                found.Add(mention);
                if (found.Count > MostMentions) return [];
            }
        }

        return found;
    }
}
