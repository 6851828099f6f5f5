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

    /// <summary>
    /// The expressions that <paramref name="value"/> may hold: what a local is set to in its method, what a field or property of this compilation is set to
    /// in its type. Null when some of them cannot be seen.
    /// </summary>
    public IReadOnlyList<IOperation>? Of(IOperation value) => value.Bare() switch
    {
        IObjectCreationOperation creation => [creation],
        ILocalReferenceOperation { Local: var local } reference => _origins.GetOrAdd(local, _ => OfLocal(local, reference.Root())),
        IFieldReferenceOperation { Field: var field } => _origins.GetOrAdd(field.OriginalDefinition, _ => OfMember(field.OriginalDefinition)),
        IPropertyReferenceOperation { Property: { SetMethod: null or { DeclaredAccessibility: Accessibility.Private } } property } => _origins.GetOrAdd(property.OriginalDefinition, _ => OfMember(property.OriginalDefinition)),
        IInvocationOperation call => [call],
        _ => null,
    };

    private static IReadOnlyList<IOperation>? OfLocal(ILocalSymbol local, IOperation root)
    {
        var origins = new List<IOperation>();
        foreach (var operation in root.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when Same(declarator.Symbol, local):
                    if (declarator.GetVariableInitializer()?.Value.Bare() is { } initial) origins.Add(initial);
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when Same(target.Local, local):
                    origins.Add(assignment.Value.Bare());
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Out, Value: var given } argument when Mentions(given, local):
                    origins.Add(argument.Parent!);
                    break;
                case IArgumentOperation { Parameter.RefKind: RefKind.Ref, Value: var given } when Mentions(given, local):
                    return null;
            }
        }

        return origins.Count == 0 ? null : origins;
    }

    private IReadOnlyList<IOperation>? OfMember(ISymbol member)
    {
        if (member.DeclaredAccessibility is not (Accessibility.Private or Accessibility.NotApplicable or Accessibility.Internal) && member is IFieldSymbol { IsReadOnly: false }) return null;
        var origins = new List<IOperation>();
        foreach (var declaration in member.ContainingType.DeclaringSyntaxReferences)
        {
            if (!known.Compilation.ContainsSyntaxTree(declaration.SyntaxTree)) return null;
            var model = known.Bodies.Model(declaration.SyntaxTree);
            foreach (var node in declaration.GetSyntax().DescendantNodes())
            {
                if (Assigned(node, member.Name) is not { } value) continue;
                if (node is not AssignmentExpressionSyntax || Same(model.GetSymbolInfo(((AssignmentExpressionSyntax)node).Left).Symbol?.OriginalDefinition, member))
                {
                    if (model.GetOperation(value)?.Bare() is not { } origin) return null;
                    origins.Add(origin);
                }
            }
        }

        return origins.Count == 0 ? null : origins;
    }

    private static ExpressionSyntax? Assigned(SyntaxNode node, string name) => node switch
    {
        VariableDeclaratorSyntax { Initializer.Value: var value, Parent.Parent: FieldDeclarationSyntax } field when field.Identifier.ValueText == name => value,
        PropertyDeclarationSyntax { Initializer.Value: var value } property when property.Identifier.ValueText == name => value,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax left, Right: var value } when left.Identifier.ValueText == name => value,
        AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name: var left }, Right: var value } when left.Identifier.ValueText == name => value,
        _ => null,
    };

    private static bool Mentions(IOperation value, ILocalSymbol local) => value switch
    {
        ILocalReferenceOperation reference => Same(reference.Local, local),
        IDeclarationExpressionOperation { Expression: ILocalReferenceOperation reference } => Same(reference.Local, local),
        _ => false,
    };

    private static bool Same(ISymbol? one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);
}
