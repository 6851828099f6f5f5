using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Fields of a hosted type that have a value only once the host has started it: not by a constructor, an initializer or a method that somebody else calls.</summary>
internal sealed class StartedFields(Known known)
{
    private readonly ConcurrentDictionary<(IFieldSymbol, INamedTypeSymbol), bool> _answers = new();

    public bool IsSetByStart(IFieldSymbol field, HostedType host) =>
        field is { IsStatic: false, IsReadOnly: false, IsConst: false } && _answers.GetOrAdd((field.OriginalDefinition, host.Type), _ => Find(field.OriginalDefinition, host));

    private bool Find(IFieldSymbol field, HostedType host)
    {
        var isSet = false;
        foreach (var tree in Trees(field))
        {
            foreach (var node in tree.GetRoot().DescendantNodes().Where(node => Writes(node, field.Name)))
            {
                if (!IsOf(node, field)) continue;
                if (node is VariableDeclaratorSyntax { Initializer.Value: var initial } && IsNothing(initial)) continue;
                if (node is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var value } && IsNothing(value)) continue;
                if (!IsAtStart(node, host)) return false;
                isSet = true;
            }
        }

        return isSet;
    }

    /// <summary>A private field is written in its type; any other may be written by whoever names it.</summary>
    private IEnumerable<SyntaxTree> Trees(IFieldSymbol field) => field.DeclaredAccessibility == Accessibility.Private
        ? field.ContainingType.DeclaringSyntaxReferences.Select(part => part.SyntaxTree).Where(known.Compilation.ContainsSyntaxTree).Distinct()
        : known.Compilation.SyntaxTrees.Where(tree => SourceSearch.Text(tree).Contains(field.Name));

    private static bool Writes(SyntaxNode node, string name) => node switch
    {
        VariableDeclaratorSyntax { Initializer: not null, Parent.Parent: FieldDeclarationSyntax } declared => declared.Identifier.ValueText == name,
        AssignmentExpressionSyntax assignment => Named(assignment.Left, name) || assignment.Left is TupleExpressionSyntax tuple && tuple.Arguments.Any(element => Named(element.Expression, name)),
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) && Named(argument.Expression, name),
        _ => false,
    };

    private static bool Named(ExpressionSyntax target, string name) => target switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        MemberAccessExpressionSyntax { Name: var member } => member.Identifier.ValueText == name,
        _ => false,
    };

    /// <summary>Whether it is this field that is written there; of several in a tuple it may be one.</summary>
    private bool IsOf(SyntaxNode write, IFieldSymbol field)
    {
        var model = known.Bodies.Model(write.SyntaxTree);
        var written = write switch
        {
            AssignmentExpressionSyntax { Left: TupleExpressionSyntax } => field,
            AssignmentExpressionSyntax { Left: var target } => model.GetSymbolInfo(target).Symbol,
            ArgumentSyntax { Expression: var given } => model.GetSymbolInfo(given).Symbol,
            _ => model.GetDeclaredSymbol(write),
        };
        return SymbolEqualityComparer.Default.Equals(written?.OriginalDefinition, field);
    }

    /// <summary>What a field has without being set.</summary>
    private static bool IsNothing(ExpressionSyntax value) => value switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: var operand } => IsNothing(operand),
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.NullLiteralExpression) || literal.IsKind(SyntaxKind.DefaultLiteralExpression) || literal.IsKind(SyntaxKind.FalseLiteralExpression) || literal.Token.ValueText == "0",
        DefaultExpressionSyntax => true,
        _ => false,
    };

    private bool IsAtStart(SyntaxNode write, HostedType host)
    {
        return known.Bodies.Model(write.SyntaxTree).GetEnclosingSymbol(write.SpanStart).Member() is IMethodSymbol { MethodKind: not (MethodKind.Constructor or MethodKind.StaticConstructor) } method
            && host.PhaseOf(method) is var phase and not HostedPhase.None && (phase & HostedPhase.Stop) == 0
            && !host.Parts.Any(part => part.Function is { } function && Callers.AreSame(function, method) && part.Entry is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation });
    }
}
