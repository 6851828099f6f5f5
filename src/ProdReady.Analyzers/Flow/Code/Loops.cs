using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>The shapes of loops.</summary>
internal static class Loops
{
    /// <summary>A loop whose condition is always true and whose body never leaves it, except by an exception.</summary>
    public static bool IsEndless(ILoopOperation loop) => HasNoCondition(loop) && !HasWayOut(loop);

    /// <summary>Whether the loop goes on until its body leaves it.</summary>
    public static bool HasNoCondition(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation { ConditionIsUntil: false, Condition: { } condition } => condition.ConstantValue is { HasValue: true, Value: true },
        IForLoopOperation { Condition: var condition } => condition is null || condition.ConstantValue is { HasValue: true, Value: true },
        _ => false,
    };

    private static bool HasWayOut(ILoopOperation loop) =>
        loop.Body.Executed().Any(operation => operation switch
        {
            // After a yield the caller may not ask for more.
            IReturnOperation => true,
            IBranchOperation { BranchKind: BranchKind.Break } branch => SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel),
            IBranchOperation { BranchKind: BranchKind.GoTo } => true,
            _ => false,
        });
}
