using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Counters of a type that only ever go one way.</summary>
internal sealed class LatchedCounters(Known known)
{
    /// <summary>The field that makes <paramref name="answer"/> the answer for good, once an event has counted it up; null when there is none, or something takes it back.</summary>
    public IFieldReferenceOperation? Behind(IInvocationOperation answer)
    {
        for (var (child, parent) = ((IOperation)answer, answer.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation) return null;
            if (parent is IConditionalOperation branch && branch.WhenTrue == child && Asked(branch.Condition.Bare()) is { } counter) return IsLatched(counter.Field) ? counter : null;
        }

        return null;
    }

    /// <summary>The counter in <c>_errors &gt; 0</c> and <c>_errors != 0</c>. A flag may stand for a state that has no way back: who sets one says so.</summary>
    private static IFieldReferenceOperation? Asked(IOperation condition) =>
        condition is IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThan or BinaryOperatorKind.NotEquals, LeftOperand: var left, RightOperand.ConstantValue: { HasValue: true, Value: 0 } }
        && left.Bare() is IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } counter ? counter : null;

    private bool IsLatched(IFieldSymbol field)
    {
        if (field.DeclaredAccessibility != Accessibility.Private || field.IsConst) return false;
        var writes = field.ContainingType.DeclaringSyntaxReferences
            .SelectMany(declaration => declaration.GetSyntax().DescendantNodes().OfType<IdentifierNameSyntax>())
            .Where(name => name.Identifier.ValueText == field.Name)
            .Select(name => (Name: name, Goes: Direction(name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : name)))
            .Where(write => write.Goes is not null && SymbolEqualityComparer.Default.Equals(known.Bodies.Model(write.Name.SyntaxTree).GetSymbolInfo(write.Name).Symbol, field))
            .ToArray();
        return writes.Any(write => write.Name.FirstAncestorOrSelf<ConstructorDeclarationSyntax>() is null) && writes.All(write => write.Goes == true);
    }

    /// <summary>Whether the mention counts up; false for any other write, null when it only reads.</summary>
    private static bool? Direction(ExpressionSyntax mention) => mention.Parent switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression } or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression } => true,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostDecrementExpression } or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreDecrementExpression } => false,
        AssignmentExpressionSyntax { Left: var left } when left == mention => false,
        ArgumentSyntax { RefKindKeyword.RawKind: not 0, Parent.Parent: InvocationExpressionSyntax call } => Names.Of(call) == "Increment",
        RefExpressionSyntax => false,
        _ => null,
    };
}
