using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Work under a lock that is done once: <c>lock (_gate) { if (_value == null) _value = Load(); }</c>. All callers need its result, so they have to wait.</summary>
internal static class OneTimeWork
{
    public static bool Is(IOperation operation, IOperation? end)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null && child != end; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case ICoalesceAssignmentOperation { Target: IMemberReferenceOperation } once when once.Value == child:
                    return true;
                case IConditionalOperation choice when choice.Condition != child && Tested(choice.Condition).Any(member => IsSetIn(choice, member)):
                    return true;
                case IBlockOperation block when block.Operations.TakeWhile(earlier => earlier != child).OfType<IConditionalOperation>()
                    .Any(earlier => earlier.WhenFalse is null && Leaves(earlier.WhenTrue) && Tested(earlier.Condition).Any(member => IsSetIn(block, member))):
                    return true;
            }
        }

        return false;
    }

    /// <summary>The members that a condition asks whether they are there: a flag, or a comparison with null.</summary>
    private static IEnumerable<ISymbol> Tested(IOperation condition)
    {
        switch (condition.Bare())
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand }:
                return Tested(operand);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.And or BinaryOperatorKind.Or } both:
                return Tested(both.LeftOperand).Concat(Tested(both.RightOperand));
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                return new[] { comparison.LeftOperand, comparison.RightOperand }.Where(side => side.Bare() is IMemberReferenceOperation).SelectMany(Member);
            case IIsPatternOperation { Value: var value }:
                return Member(value);
            case IMemberReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } flag:
                return flag is IPropertyReferenceOperation { Property.Name: "HasValue", Instance: { } nullable } ? Member(nullable) : Member(flag);
            default:
                return [];
        }
    }

    private static IEnumerable<ISymbol> Member(IOperation value) => value.Bare() is IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } reference ? [reference.Member] : [];

    private static bool IsSetIn(IOperation code, ISymbol member) => code.Descendants().Any(operation =>
        operation is IAssignmentOperation { Target: IMemberReferenceOperation target } && SymbolEqualityComparer.Default.Equals(target.Member, member));

    private static bool Leaves(IOperation branch) =>
        (branch is IBlockOperation block ? block.Operations.LastOrDefault() : branch) is IReturnOperation or IThrowOperation or IBranchOperation;
}
