using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Whether code that asks for what may be missing takes it to be there.</summary>
internal static class OptionalServices
{
    /// <summary>Whether the answer of the call is used at once, or is declared not to be null (<c>!</c>), and nobody asks whether it is.</summary>
    public static bool IsTakenForGranted(IInvocationOperation call)
    {
        if (call.Syntax.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } conditional && conditional.WhenNotNull.Span.Contains(call.Syntax.Span)) return false;
        IOperation answer = call;
        while (answer.Parent is IConversionOperation or IParenthesizedOperation) answer = answer.Parent;
        if (NullTests.IsDereferenced(answer)) return true;

        var isForgiven = IsForgiven(call.Syntax);
        return answer.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } declared =>
                Variables.Mentions(local, call).ToArray() is var mentions && !mentions.Any(NullTests.TestsOrSets) && (isForgiven || mentions.Any(mention => NullTests.IsDereferenced(mention) && IsCertain(mention, declared))),
            IArgumentOperation { Parameter.Type.NullableAnnotation: NullableAnnotation.NotAnnotated } argument => isForgiven && !NullTests.TestsOrSets(answer) && argument.Parent is IInvocationOperation or IObjectCreationOperation,
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Type.NullableAnnotation: NullableAnnotation.NotAnnotated } } => isForgiven,
            IReturnOperation => isForgiven && Returned(call) is not { NullableAnnotation: NullableAnnotation.Annotated },
            _ => false,
        };
    }

    private static bool IsForgiven(SyntaxNode call)
    {
        for (var around = call.Parent; around is ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax; around = around.Parent)
        {
            if (around.IsKind(SyntaxKind.SuppressNullableWarningExpression)) return true;
        }

        return false;
    }

    /// <summary>Whether control that comes by the declaration reaches the mention: in the same block, with no way out and no condition in between.</summary>
    private static bool IsCertain(IOperation mention, IOperation declaration)
    {
        if (Statement(declaration) is not { Parent: IBlockOperation block } declared) return false;
        foreach (var statement in block.Operations.SkipWhile(earlier => earlier != declared).Skip(1))
        {
            if (statement.Syntax.Span.Contains(mention.Syntax.Span)) return Unconditional.IsIn(statement, mention);
            if (Unconditional.MayLeave(statement)) return false;
        }

        return false;
    }

    private static IOperation? Statement(IOperation operation)
    {
        for (var around = operation; around is not null; around = around.Parent)
        {
            if (around.Parent is IBlockOperation) return around;
        }

        return null;
    }

    private static ITypeSymbol? Returned(IOperation operation) =>
        operation.EnclosingSymbol() is IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction } method ? method.ReturnType : null;
}
