using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Whether code of a stop makes sure that there was a start: by any condition that may tell, or by catching what happens otherwise.</summary>
internal sealed class StartGuards(StartedFields fields, HostedType host)
{
    private const int Depth = 3;

    /// <summary>Whether the place is reached only where something was asked before; also where the method around it is called.</summary>
    public bool Around(IOperation place, IMethodSymbol method) => Around(place, method, Depth);

    private bool Around(IOperation place, IMethodSymbol method, int depth)
    {
        if (depth == 0 || IsAsked(place)) return true;
        return host.In(HostedPhase.Stop).SelectMany(part => part.Code.Executed().OfType<IInvocationOperation>().Select(call => (part.Function, Call: call)))
            .Any(site => site.Function is { } caller && Callers.AreSame(site.Call.TargetMethod, method) && !Callers.AreSame(caller, method) && Around(site.Call, caller, depth - 1));
    }

    private bool IsAsked(IOperation place)
    {
        for (var (inner, outer) = (place, place.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            switch (outer)
            {
                case IAnonymousFunctionOperation or ILocalFunctionOperation:
                case ITryOperation { Catches.IsEmpty: false } attempt when inner == attempt.Body:
                case ISwitchOperation or ISwitchExpressionOperation or ICoalesceOperation:
                case IConditionalOperation { Condition: var condition } when inner != condition && MayTell(condition):
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr, LeftOperand: var left } when inner != left && MayTell(left):
                case IWhileLoopOperation { Condition: { } asked } when inner != asked:
                case IBlockOperation block when block.Operations.TakeWhile(earlier => earlier != inner).Any(LeavesOrSets):
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a statement may leave the method when there was no start, or makes up for it.</summary>
    private bool LeavesOrSets(IOperation statement) => statement switch
    {
        IConditionalOperation { Condition: var condition } branch => MayTell(condition) && branch.Descendants().Any(part => part is IReturnOperation or IThrowOperation or IBranchOperation or IAssignmentOperation),
        ITryOperation or ISwitchOperation => statement.Descendants().Any(part => part is IReturnOperation or IAssignmentOperation),
        IExpressionStatementOperation { Operation: ICoalesceAssignmentOperation } => true,
        IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: { IsStatic: true, Name: var name } } } => name.StartsWith("ThrowIf", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Not a test of what is always there: a field that the constructor sets, the token of the stop.</summary>
    private bool MayTell(IOperation condition) => condition.DescendantsAndSelf().Any(part => part switch
    {
        IFieldReferenceOperation { Field: var field } => fields.IsSetByStart(field, host) || field.Type.SpecialType != SpecialType.None,
        IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } => false,
        IPropertyReferenceOperation or IInvocationOperation or ILocalReferenceOperation => true,
        IParameterReferenceOperation { Type.SpecialType: SpecialType.System_Boolean } => true,
        _ => false,
    });
}
