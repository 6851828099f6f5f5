using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>
/// Whether a caller can have a method leave something out: by an argument, a flag of the object, or a value of the flow of calls.
/// <c>Flush(alreadyLocked: true)</c> does not take the lock that <c>Flush(false)</c> takes.
/// </summary>
internal static class Skips
{
    /// <summary>Whether a condition of that kind decides about the operation: one that it lies under, or one that leaves the method before it.</summary>
    public static bool Past(IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); (child, parent) = (parent, parent.Parent))
        {
            if (Condition(parent, child) is { } condition && condition.DescendantsAndSelf().Any(part => part is IParameterReferenceOperation || IsFlag(part))) return true;
            if (parent is IBlockOperation block && block.Operations.TakeWhile(earlier => earlier != child).Any(LeavesOnFlag)) return true;
        }

        return false;
    }

    /// <summary>The condition of <paramref name="parent"/> that decides whether <paramref name="child"/> runs.</summary>
    private static IOperation? Condition(IOperation parent, IOperation child) => parent switch
    {
        IConditionalOperation choice when child != choice.Condition => choice.Condition,
        ISwitchOperation choice when child != choice.Value => choice.Value,
        ISwitchExpressionOperation choice when child != choice.Value => choice.Value,
        ICoalesceOperation choice when child == choice.WhenNull => choice.Value,
        ICoalesceAssignmentOperation choice when child == choice.Value => choice.Target,
        IConditionalAccessOperation choice when child == choice.WhenNotNull => choice.Operation,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } choice when child == choice.RightOperand => choice.LeftOperand,
        _ => null,
    };

    private static bool LeavesOnFlag(IOperation statement) =>
        statement is IConditionalOperation choice
        && choice.Condition.DescendantsAndSelf().Any(part => part is IParameterReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } || IsFlag(part))
        && statement.Executed().Any(inner => inner is IReturnOperation or IBranchOperation or IThrowOperation);

    /// <summary>A boolean of the object, what flows along with the call, and what a lock says about itself.</summary>
    private static bool IsFlag(IOperation part) => part switch
    {
        IPropertyReferenceOperation { Property: { Name: "CurrentCount" or "IsWriteLockHeld" or "IsReadLockHeld" or "IsUpgradeableReadLockHeld" } } => true,
        IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.Name: "AsyncLocal" or "ThreadLocal" } } => true,
        IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol, Type.SpecialType: SpecialType.System_Boolean, Instance: null or IInstanceReferenceOperation } => true,
        _ => false,
    };
}
