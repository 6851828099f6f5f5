using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Whether code runs whenever the code around it does.</summary>
internal static class Unconditional
{
    /// <summary>Whether <paramref name="step"/> runs whenever <paramref name="statement"/> does.</summary>
    public static bool IsIn(IOperation statement, IOperation step)
    {
        for (var (inner, outer) = (step, step.Parent); inner != statement; (inner, outer) = (outer, outer.Parent))
        {
            if (outer is null or IAnonymousFunctionOperation or ILocalFunctionOperation or ITryOperation || MayPassOver(outer, inner)) return false;
        }

        return true;
    }

    /// <summary>Whether the step runs whenever its function is called: nothing is asked before, and nothing leaves the function before.</summary>
    public static bool IsInFunction(IOperation step)
    {
        for (var (inner, outer) = (step, step.Parent); outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); (inner, outer) = (outer, outer.Parent))
        {
            if (MayPassOver(outer, inner) || outer is IBlockOperation block && block.Operations.TakeWhile(earlier => earlier != inner).Any(MayLeave)) return false;
        }

        return true;
    }

    public static bool MayLeave(IOperation statement) =>
        statement.Executed().Any(step => step is IReturnOperation or IThrowOperation or IBranchOperation);

    private static bool MayPassOver(IOperation outer, IOperation inner) => outer switch
    {
        ISwitchOperation or ISwitchExpressionArmOperation or ICoalesceOperation or IConditionalAccessOperation or ICatchClauseOperation => true,
        IConditionalOperation branch => branch.Condition != inner,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both => both.LeftOperand != inner,
        IForEachLoopOperation loop => loop.Collection != inner,
        ILoopOperation => true,
        _ => false,
    };
}
