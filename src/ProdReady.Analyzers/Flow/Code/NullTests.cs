using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Whether code asks if there is a value before it uses one.</summary>
internal static class NullTests
{
    /// <summary>Whether the place that mentions a variable asks if it is null, or gives it another value.</summary>
    public static bool TestsOrSets(IOperation mention)
    {
        var user = mention.Parent;
        while (user is IConversionOperation or IParenthesizedOperation) user = user.Parent;
        return user switch
        {
            IAssignmentOperation assignment => assignment.Target.Syntax == mention.Syntax,
            IIsPatternOperation or IIsTypeOperation or IConditionalAccessOperation or ISwitchOperation or ISwitchExpressionOperation or IPropertySubpatternOperation => true,
            ICoalesceOperation coalesce => coalesce.Value.Syntax.Span.Contains(mention.Syntax.Span),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } => true,
            IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } } => Asks(method),
            _ => mention.Syntax.Parent is BaseExpressionColonSyntax or NameColonSyntax,
        };
    }

    /// <summary>Whether a member of the value is used, which fails if there is none.</summary>
    public static bool IsDereferenced(IOperation value)
    {
        while (value.Parent is IConversionOperation or IParenthesizedOperation) value = value.Parent;
        return value.Parent switch
        {
            IInvocationOperation call => call.Instance == value,
            IMemberReferenceOperation member => member.Instance == value,
            IArrayElementReferenceOperation element => element.ArrayReference == value,
            IForEachLoopOperation loop => loop.Collection == value,
            _ => false,
        };
    }

    private static bool Asks(IMethodSymbol method) =>
        Checks.Are(method) || method.Name is "ReferenceEquals" or "Equals" || method.Name.StartsWith("Try", StringComparison.Ordinal);
}
