using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Choices of who starts a program: an argument, a setting, the environment. What the database itself answers, such as which migrations are pending, is none.</summary>
internal sealed class StartChoices(Known known)
{
    private readonly HostConditions _conditions = new(known);
    private readonly Origins _origins = known.Origins;

    /// <summary>Whether one leads to <paramref name="operation"/>. Where the entry point returns early, the program is run in another way; the others return because something was chosen.</summary>
    public bool Lead(IOperation operation, bool isMain)
    {
        if (_conditions.Of(operation, operation.Root()) is HostCondition.DevelopmentOnly or HostCondition.NotProduction) return true;
        for (var (child, parent) = (operation, operation.Parent); parent is not null and not ILocalFunctionOperation; (child, parent) = (parent, parent.Parent))
        {
            if (IsOne(child, parent) || !isMain && parent is IBlockOperation block && block.Operations.TakeWhile(earlier => earlier != child).Any(Leaves)) return true;
        }

        return false;
    }

    private bool IsOne(IOperation child, IOperation parent) => parent switch
    {
        IConditionalOperation branch when child != branch.Condition => Chooses(branch.Condition, child == branch.WhenTrue),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both => child == both.RightOperand,
        ISwitchCaseOperation or ISwitchExpressionArmOperation or ICatchClauseOperation => true,
        _ => false,
    };

    private bool Leaves(IOperation statement) =>
        statement is IConditionalOperation { WhenFalse: null } branch
        && (branch.WhenTrue is IBlockOperation block ? block.Operations.LastOrDefault() : branch.WhenTrue) is IReturnOperation
        && Chooses(branch.Condition, false);

    /// <summary>Whether the condition may be false in production, for another reason than what the database says.</summary>
    private bool Chooses(IOperation condition, bool value) => _conditions.When(condition, value) == HostCondition.Sometimes && !AsksDatabase(condition);

    private bool AsksDatabase(IOperation condition) => condition.DescendantsAndSelf().Any(part => part switch
    {
        IInvocationOperation call => EveryStart.IsOfDatabase(call.TargetMethod),
        IPropertyReferenceOperation { Property: var property } => EveryStart.IsOfDatabase(property),
        ILocalReferenceOperation => _origins.Of(part) is { Count: > 0 } origins && origins.All(origin => origin.DescendantsAndSelf().Any(inner => inner is IInvocationOperation call && EveryStart.IsOfDatabase(call.TargetMethod))),
        _ => false,
    });
}
