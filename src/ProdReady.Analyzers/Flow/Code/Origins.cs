using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Where the value of a variable comes from.</summary>
internal sealed class Origins(Known known)
{
    private readonly ConcurrentDictionary<ISymbol, IReadOnlyList<IOperation>?> _origins = new(SymbolEqualityComparer.Default);

    /// <summary>What each local of a method is set to, and what each name is set to in a type: gone through once, however many variables there are.</summary>
    private readonly ConcurrentDictionary<SyntaxNode, ILookup<ISymbol, IOperation?>> _locals = new();
    private readonly ConcurrentDictionary<INamedTypeSymbol, ILookup<string, (SyntaxNode Node, ExpressionSyntax Value)>?> _members = new(SymbolEqualityComparer.Default);

    /// <summary>
    /// The expressions that <paramref name="value"/> may hold: what a local is set to in its method, what a field or property of this compilation is set to
    /// in its type. Null when some of them cannot be seen.
    /// </summary>
    public IReadOnlyList<IOperation>? Of(IOperation value) => value.Bare() switch
    {
        IObjectCreationOperation creation => [creation],
        ILocalReferenceOperation { Local: var local } reference => _origins.GetOrAdd(local, _ => OfLocal(local, reference.Root())),
        IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } reference => Of(reference.Member),
        IInvocationOperation call => [call],
        _ => null,
    };

    /// <summary>The same, of a field or a property that only its type sets; null for any other symbol.</summary>
    public IReadOnlyList<IOperation>? Of(ISymbol member) =>
        member is IFieldSymbol or IPropertySymbol { SetMethod: null or { DeclaredAccessibility: Accessibility.Private } }
            ? _origins.GetOrAdd(member.OriginalDefinition, OfMember)
            : null;

    private IReadOnlyList<IOperation>? OfLocal(ILocalSymbol local, IOperation root)
    {
        var origins = _locals.GetOrAdd(root.Syntax, _ => root.Descendants().SelectMany(Sets).ToLookup(set => set.Local, set => set.Value, (IEqualityComparer<ISymbol>)SymbolEqualityComparer.Default))[local].ToArray();
        return origins.Length == 0 || origins.Contains(null) ? null : [.. origins.Select(origin => origin!)];
    }

    /// <summary>The local that an operation sets, and to what; to null when that cannot be seen.</summary>
    private static IEnumerable<(ISymbol Local, IOperation? Value)> Sets(IOperation operation)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer()?.Value.Bare() is { } initial:
                yield return (declarator.Symbol, initial);
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment:
                yield return (target.Local, assignment.Value.Bare());
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Out, Value: var given } argument when Mentioned(given) is { } local:
                yield return (local, argument.Parent!);
                break;
            case IArgumentOperation { Parameter.RefKind: RefKind.Ref, Value: var given } when Mentioned(given) is { } local:
                yield return (local, null);
                break;
        }
    }

    private IReadOnlyList<IOperation>? OfMember(ISymbol member)
    {
        if (member.DeclaredAccessibility is not (Accessibility.Private or Accessibility.NotApplicable or Accessibility.Internal) && member is IFieldSymbol { IsReadOnly: false }) return null;
        if (_members.GetOrAdd(member.ContainingType, SetsIn) is not { } sets) return null;
        var origins = new List<IOperation>();
        foreach (var (node, value) in sets[member.Name])
        {
            var model = known.Bodies.Model(node.SyntaxTree);
            if (node is AssignmentExpressionSyntax assignment && !Same(model.GetSymbolInfo(assignment.Left).Symbol?.OriginalDefinition, member)) continue;
            // A null-forgiving operator has no operation.
            var bare = value is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: var operand } ? operand : value;
            if (model.GetOperation(bare)?.Bare() is not { } origin) return null;
            origins.Add(origin);
        }

        return origins.Count == 0 ? null : origins;
    }

    private ILookup<string, (SyntaxNode Node, ExpressionSyntax Value)>? SetsIn(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.All(declaration => known.Compilation.ContainsSyntaxTree(declaration.SyntaxTree))
            ? type.DeclaringSyntaxReferences
                .SelectMany(declaration => declaration.GetSyntax().DescendantNodes())
                .Select(node => (Node: node, Set: Assigned(node)))
                .Where(found => found.Set.Value is not null)
                .ToLookup(found => found.Set.Name, found => (found.Node, found.Set.Value!))
            : null;

    private static (string Name, ExpressionSyntax? Value) Assigned(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax { Initializer.Value: var value, Parent.Parent: FieldDeclarationSyntax } field => (field.Identifier.ValueText, value),
        PropertyDeclarationSyntax { Initializer.Value: var value } property => (property.Identifier.ValueText, value),
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Right: var value } => (left.Identifier.ValueText, value),
        AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name: var left }, Right: var value } => (left.Identifier.ValueText, value),
        _ => ("", null),
    };

    private static ILocalSymbol? Mentioned(IOperation value) => value switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IDeclarationExpressionOperation { Expression: ILocalReferenceOperation reference } => reference.Local,
        _ => null,
    };

    private static bool Same(ISymbol? one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
