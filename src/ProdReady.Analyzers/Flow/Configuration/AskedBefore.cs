using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>
/// Whether something is asked on every way to a place: by a condition around it, or by a statement before it that is always run. What the answer leads to is not looked at.
/// Lambdas are part of the code around them: who makes one has asked before.
/// </summary>
internal static class AskedBefore
{
    public static bool Is(IOperation place, Func<IOperation, bool> asks)
    {
        for (var (inner, outer) = (place, place.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            var asked = outer switch
            {
                IConditionalOperation { Condition: var condition } => inner != condition && Asks(condition, asks),
                IBinaryOperation { LeftOperand: var left } => inner != left && Asks(left, asks),
                ICoalesceOperation { Value: var value } => inner != value && Asks(value, asks),
                IWhileLoopOperation { Condition: { } condition } => inner != condition && Asks(condition, asks),
                ISwitchOperation { Value: var value } => inner != value && Asks(value, asks),
                ISwitchExpressionOperation { Value: var value } => inner != value && Asks(value, asks),
                IBlockOperation block => block.Operations.TakeWhile(earlier => earlier != inner).Any(earlier => IsAlwaysAsked(earlier, asks)),
                _ => false,
            };
            if (asked) return true;
        }

        return false;
    }

    private static bool IsAlwaysAsked(IOperation statement, Func<IOperation, bool> asks) => statement switch
    {
        IConditionalOperation branch => Asks(branch.Condition, asks),
        IWhileLoopOperation { Condition: { } condition } => Asks(condition, asks),
        IForEachLoopOperation loop => Asks(loop.Collection, asks),
        ILoopOperation => false,
        ISwitchOperation choice => Asks(choice.Value, asks),
        ITryOperation attempt => IsAlwaysAsked(attempt.Body, asks),
        IUsingOperation use => Asks(use.Resources, asks) || IsAlwaysAsked(use.Body, asks),
        ILockOperation region => IsAlwaysAsked(region.Body, asks),
        IBlockOperation block => block.Operations.Any(inner => IsAlwaysAsked(inner, asks)),
        ILocalFunctionOperation => false,
        _ => Asks(statement, asks),
    };

    private static bool Asks(IOperation code, Func<IOperation, bool> asks) => code.Executed().Any(asks);
}
