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
    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<SimpleNameSyntax>> _named = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<string, IReadOnlyList<SimpleNameSyntax>> _mentions = new(StringComparer.Ordinal);
    private readonly WrittenTypes _written = new(known.Bodies);
    private readonly Lazy<SyntaxTree[]> _trees = new(() => known.Compilation.SyntaxTrees.OrderBy(tree => tree.FilePath, StringComparer.Ordinal).ToArray());

    /// <summary>The calls that reach the method, and the places where it is handed over; in the order of files and lines.</summary>
    public IReadOnlyList<IOperation> Of(IMethodSymbol method) => _sites.GetOrAdd(method.OriginalDefinition, Find);

    /// <summary>Local functions of two semantic models are the same if they are written at the same place.</summary>
    public static bool AreSame(IMethodSymbol one, IMethodSymbol other) =>
        SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other.OriginalDefinition)
        || one.MethodKind == MethodKind.LocalFunction && other.MethodKind == MethodKind.LocalFunction
        && one.DeclaringSyntaxReferences.FirstOrDefault() is { } here && other.DeclaringSyntaxReferences.FirstOrDefault() is { } there
        && here.SyntaxTree == there.SyntaxTree && here.Span == there.Span;

    /// <summary>Where code names the method, on an object that may have it. Nothing is bound for the answer.</summary>
    public IReadOnlyList<SimpleNameSyntax> Mentions(IMethodSymbol method) => _named.GetOrAdd(method.OriginalDefinition, FindMentions);

    /// <summary>The method or accessor around a name; null where it is in no such code.</summary>
    public IMethodSymbol? Around(SimpleNameSyntax mention)
    {
        var declaration = mention.FirstAncestorOrSelf<SyntaxNode>(node => node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or BasePropertyDeclarationSyntax or GlobalStatementSyntax or TypeDeclarationSyntax);
        var model = known.Bodies.Model(mention.SyntaxTree);
        return declaration switch
        {
            BaseMethodDeclarationSyntax method => model.GetDeclaredSymbol(method),
            AccessorDeclarationSyntax accessor => model.GetDeclaredSymbol(accessor),
            PropertyDeclarationSyntax { ExpressionBody.Span: var body } property when body.Contains(mention.Span) => (model.GetDeclaredSymbol(property) as IPropertySymbol)?.GetMethod,
            _ => null,
        };
    }

    private IReadOnlyList<IOperation> Find(IMethodSymbol method) =>
        Mentions(method).Select(Site).Where(site => site is not null && Reaches(site, method)).ToArray()!;

    private IReadOnlyList<SimpleNameSyntax> FindMentions(IMethodSymbol method)
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
            .Where(mention => IsNew(mention) == (method.MethodKind == MethodKind.Constructor) && Takes(method, mention) && MayReach(mention, method))
            .ToArray();
    }

    private static bool IsPrivate(IMethodSymbol method) =>
        method.DeclaredAccessibility == Accessibility.Private && method.MethodKind != MethodKind.ExplicitInterfaceImplementation || method.MethodKind == MethodKind.LocalFunction;

    private static IEnumerable<SyntaxTree> TreesOf(IMethodSymbol method) =>
        method.ContainingType.DeclaringSyntaxReferences.Select(part => part.SyntaxTree).Distinct().OrderBy(tree => tree.FilePath, StringComparer.Ordinal);

    private static bool IsNew(SimpleNameSyntax mention) => mention.Parent is ObjectCreationExpressionSyntax or QualifiedNameSyntax { Parent: ObjectCreationExpressionSyntax };

    /// <summary>
    /// Whether the method may be given as many arguments and type arguments as are written. Not whether they suffice: which may be left out is said by the declaration that is called,
    /// and that can be the one of a base or an interface.
    /// </summary>
    private static bool Takes(IMethodSymbol method, SimpleNameSyntax mention)
    {
        if (method.AssociatedSymbol is not null || IsExtension(method)) return true;
        if (mention is GenericNameSyntax { TypeArgumentList.Arguments.Count: var written } && method.MethodKind != MethodKind.Constructor && written != method.Arity) return false;
        return Whole(mention) is not InvocationExpressionSyntax { ArgumentList.Arguments.Count: var given } || given <= method.Parameters.Length || method.Parameters.LastOrDefault() is { IsParams: true } or { Type.TypeKind: TypeKind.Array };
    }

    /// <summary>
    /// Whether the object that the name is written on may have the method: its type is the method's own, one below or one above it. Asked before the code around the name is bound,
    /// because many methods share their names with others.
    /// </summary>
    private bool MayReach(SimpleNameSyntax mention, IMethodSymbol method) =>
        method is not { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation or MethodKind.PropertyGet or MethodKind.PropertySet, ContainingType: { } declaring } || IsExtension(method)
        || _written.Receiver(mention) switch
        {
            null or not INamedTypeSymbol or { TypeKind: TypeKind.Error or TypeKind.Dynamic or TypeKind.Delegate } => true,
            // A type that derives from the method's may take it for that of an interface which the method's own type does not have.
            INamedTypeSymbol { TypeKind: TypeKind.Interface } contract => Types.Is(declaring, contract) || known.Declares(contract) && known.Implementations.Descendants(contract).Any(type => Types.Is(type, declaring)),
            var type => Types.Is(type, declaring) || Types.Is(declaring, (INamedTypeSymbol)type),
        };

    /// <summary>Whether it is called on an object that is not of its type: since C# 14 also the members of a block, whose type is of a kind of its own.</summary>
    private static bool IsExtension(IMethodSymbol method) => method.IsExtensionMethod || method.ContainingType.TypeKind is not (TypeKind.Class or TypeKind.Struct or TypeKind.Interface);

    private bool Reaches(IOperation site, IMethodSymbol method) => site is IMethodReferenceOperation { Method: var handed }
        ? known.Implementations.Target(handed) is { } target && AreSame(target, method)
        : known.Callees.At(site).Any(callee => AreSame(callee.Target, method));

    /// <summary>Whether the name is that of what is called or made, and not of something that is handed over.</summary>
    public static bool IsCall(SimpleNameSyntax mention) => Whole(mention) is InvocationExpressionSyntax or ObjectCreationExpressionSyntax;

    private IOperation? Site(SimpleNameSyntax mention) => known.Bodies.Model(mention.SyntaxTree).GetOperation(Whole(mention));

    /// <summary>The call, or the whole of a name that is not called.</summary>
    private static SyntaxNode Whole(SimpleNameSyntax mention)
    {
        SyntaxNode site = mention.Parent switch
        {
            MemberAccessExpressionSyntax member when member.Name == mention => member,
            MemberBindingExpressionSyntax member => member,
            QualifiedNameSyntax type => type,
            _ => mention,
        };
        return site.Parent is InvocationExpressionSyntax call && call.Expression == site || site.Parent is ObjectCreationExpressionSyntax ? site.Parent : site;
    }

    /// <summary>Looks in the text, and asks only for the tokens that stand where the name does.</summary>
    private static IReadOnlyList<SimpleNameSyntax> Mentions(string name, IEnumerable<SyntaxTree> trees)
    {
        var found = new List<SimpleNameSyntax>();
        foreach (var tree in trees)
        {
            var text = SourceSearch.Text(tree);
            foreach (var at in SourceSearch.Words(text, name, 0, text.Length))
            {
                var token = tree.GetRoot().FindToken(at);
                if (token.SpanStart != at || token.Parent is not SimpleNameSyntax mention || mention.Identifier != token) continue;
                found.Add(mention);
                if (found.Count > MostMentions) return [];
            }
        }

        return found;
    }
}
