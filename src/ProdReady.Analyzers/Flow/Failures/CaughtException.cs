using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>The exception of one handler, and what the handler does with it.</summary>
internal sealed class CaughtException(ICatchClauseOperation clause, LogCalls logs)
{
    private const int MostVariables = 3;

    internal enum Use
    {
        /// <summary>Only its type is asked, or what is read from it goes nowhere.</summary>
        Nowhere,
        /// <summary>The handler looks into it to decide.</summary>
        Decides,
        /// <summary>It goes into a log call, which is judged by itself.</summary>
        Logged,
        /// <summary>It goes to somebody: a call, a field, a result, another exception.</summary>
        Carried,
    }

    /// <summary>Whether the variable holds the exception: the clause declares it, or a pattern in the handler does.</summary>
    public bool Is(ILocalSymbol local) =>
        clause.ExceptionDeclarationOrExpression is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)
        || ExitCodes.IsException(local.Type) && local.DeclaringSyntaxReferences.Any(reference => clause.Syntax.Span.Contains(reference.Span));

    /// <summary>What becomes of one mention of the exception.</summary>
    public Use Of(ILocalReferenceOperation mention) => Of(mention, MostVariables);

    private Use Of(IOperation mention, int variablesLeft)
    {
        for (var (child, parent) = (mention, mention.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation or IInterpolationOperation or IInterpolatedStringOperation or IConditionalAccessOperation or ICoalesceOperation:
                case IArrayInitializerOperation or IArrayCreationOperation or IPropertyReferenceOperation:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add }:
                case IInvocationOperation { TargetMethod.ReturnsVoid: false } own when own.Instance == child:
                    continue;
                case IArgumentOperation { Parent: IInvocationOperation call }:
                    if (logs.Read(call, this) is not null) return Use.Logged;
                    if (call.TargetMethod is not { ContainingType.SpecialType: SpecialType.System_String }) return Use.Carried;
                    continue;
                case IInvocationOperation { TargetMethod.ContainingType.SpecialType: SpecialType.System_String }:
                    continue;
                case IIsTypeOperation or IIsPatternOperation or ISwitchOperation or ISwitchExpressionOperation:
                    return child.Bare() == mention ? Use.Nowhere : Use.Decides;
                case IBinaryOperation or IUnaryOperation or IConditionalOperation:
                    return Use.Decides;
                case IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation }:
                    return Use.Nowhere;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var variable } }:
                    return variablesLeft == 0 ? Use.Carried : OfVariable(variable, variablesLeft - 1);
                default:
                    return Use.Carried;
            }
        }

        return Use.Carried;
    }

    private Use OfVariable(ILocalSymbol variable, int variablesLeft)
    {
        var result = Use.Nowhere;
        foreach (var operation in clause.Handler.Descendants())
        {
            if (operation is not ILocalReferenceOperation mention || !SymbolEqualityComparer.Default.Equals(mention.Local, variable)) continue;
            var use = Of(mention, variablesLeft);
            if (use > result) result = use;
        }

        return result;
    }
}
