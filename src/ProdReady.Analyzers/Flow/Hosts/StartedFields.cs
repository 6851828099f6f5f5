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
    private readonly ConcurrentDictionary<IFieldSymbol, SyntaxNode[]> _writes = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<(IFieldSymbol, INamedTypeSymbol), bool> _answers = new();

    public bool IsSetByStart(IFieldSymbol field, HostedType host) =>
        MayBeSet(field) && _answers.GetOrAdd((field.OriginalDefinition, host.Type), _ => IsSetByStartOf(field.OriginalDefinition, host));

    /// <summary>Whether the field may get its value after the beginning. The cheap question that comes before looking at the whole type.</summary>
    public bool MayBeSet(IFieldSymbol field) => field is { IsStatic: false, IsReadOnly: false, IsConst: false } && Writes(field.OriginalDefinition).Length > 0;

    private bool IsSetByStartOf(IFieldSymbol field, HostedType host) =>
        Writes(field).Where(write => IsOf(write, field)).ToArray() is { Length: > 0 } writes && writes.All(write => IsAtStart(write, host));

    /// <summary>What gives a value to the field, or to another of its name; nothing when the type itself has done so from the beginning.</summary>
    private SyntaxNode[] Writes(IFieldSymbol field) => _writes.GetOrAdd(field, Find);

    private SyntaxNode[] Find(IFieldSymbol field)
    {
        var writes = Trees(field).SelectMany(tree => tree.GetRoot().DescendantNodes()).Where(node => Writes(node, field.Name) && !IsNothing(node)).ToArray();
        return writes.Any(write => IsFromBeginning(write) && IsOf(write, field)) ? [] : writes;
    }

    private static bool IsFromBeginning(SyntaxNode write) =>
        write is VariableDeclaratorSyntax || write.FirstAncestorOrSelf<MemberDeclarationSyntax>() is ConstructorDeclarationSyntax && !write.Ancestors().Any(around => around is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);

    /// <summary>A private field is written in its type; any other may be written by whoever names it.</summary>
    private IEnumerable<SyntaxTree> Trees(IFieldSymbol field) => field.DeclaredAccessibility == Accessibility.Private
        ? field.ContainingType.DeclaringSyntaxReferences.Select(part => part.SyntaxTree).Where(known.Compilation.ContainsSyntaxTree).Distinct()
        : known.Compilation.SyntaxTrees.Where(tree => SourceSearch.Text(tree).Contains(field.Name));

    private static bool Writes(SyntaxNode node, string name) => node switch
    {
        VariableDeclaratorSyntax { Initializer: not null, Parent.Parent: FieldDeclarationSyntax } declared => declared.Identifier.ValueText == name,
        AssignmentExpressionSyntax assignment => Names.Is(assignment.Left, name) || assignment.Left is TupleExpressionSyntax tuple && tuple.Arguments.Any(element => Names.Is(element.Expression, name)),
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) && Names.Is(argument.Expression, name),
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

    private static bool IsNothing(SyntaxNode write) => write switch
    {
        VariableDeclaratorSyntax { Initializer.Value: var initial } => IsNothing(initial),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var value } => IsNothing(value),
        _ => false,
    };

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
