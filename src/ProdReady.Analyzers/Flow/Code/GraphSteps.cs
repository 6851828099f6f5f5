using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Single steps through a control-flow graph.</summary>
internal static class GraphSteps
{
    /// <summary>The ways out of a block, without those that a constant condition rules out.</summary>
    public static IEnumerable<ControlFlowBranch> Branches(BasicBlock block)
    {
        if (block.ConditionalSuccessor is { } jump && !NeverTaken(block, jump)) yield return jump;
        if (block.FallThroughSuccessor is { } next && !NeverTaken(block, next)) yield return next;
    }

    private static bool NeverTaken(BasicBlock block, ControlFlowBranch branch) =>
        block.ConditionKind != ControlFlowConditionKind.None
        && block.BranchValue?.ConstantValue is { HasValue: true, Value: bool constant }
        && constant != (branch.IsConditionalSuccessor == (block.ConditionKind == ControlFlowConditionKind.WhenTrue));

    /// <summary>The operations of a block as they run: what is inside before what is around it.</summary>
    public static IEnumerable<IOperation> Operations(BasicBlock block)
    {
        var operations = new List<IOperation>();
        foreach (var statement in block.Operations) Add(statement, operations);
        if (block.BranchValue is { } value) Add(value, operations);
        return operations;

        static void Add(IOperation operation, List<IOperation> operations)
        {
            foreach (var child in operation.ChildOperations)
            {
                if (child is not IFlowAnonymousFunctionOperation) Add(child, operations);
            }

            operations.Add(operation);
        }
    }

    /// <summary>Whether a handler takes an exception of this type; null is one of which nothing is known.</summary>
    public static Answer Takes(ControlFlowRegion handler, ITypeSymbol? exception)
    {
        var certain = handler.Kind == ControlFlowRegionKind.Catch ? Answer.Yes : Answer.Unknown;
        if (handler.ExceptionType is not INamedTypeSymbol { SpecialType: not SpecialType.System_Object } type || type is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }) return certain;
        if (exception is null) return Answer.Unknown;
        if (Types.Is(exception, type)) return certain;
        return Types.Is(type, exception as INamedTypeSymbol) ? Answer.Unknown : Answer.No;
    }
}
