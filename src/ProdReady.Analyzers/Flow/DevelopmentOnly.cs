using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether code runs on developers' machines only.</summary>
internal sealed class DevelopmentOnly(Known known)
{
    private const int Depth = 3;

    private readonly ApiSet _development = known.Calls(HostApis.AskForDevelopment);
    private readonly ApiSet _production = known.Calls(HostApis.AskForProduction);

    /// <summary>Whether the environment is asked on the way to <paramref name="operation"/>, or on the way to every call of its method.</summary>
    public bool Is(IOperation operation) => Is(operation, Depth);

    private bool Is(IOperation operation, int depth) =>
        IsGuarded(operation) || depth > 0 && operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart) is { } symbol && Method(symbol) is { } method && IsCalledOnlyThere(method, depth);

    private bool IsGuarded(IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IConditionalOperation branch && (branch.WhenTrue == child && Means(branch.Condition, true) || branch.WhenFalse == child && Means(branch.Condition, false))) return true;
            if (parent is IBlockOperation block && block.Operations.TakeWhile(earlier => earlier != child).Any(LeavesElsewhere)) return true;
        }

        return false;
    }

    /// <summary>Whether the statement returns unless this is a developer's machine.</summary>
    private bool LeavesElsewhere(IOperation statement) =>
        statement is IConditionalOperation { WhenFalse: null } branch && Means(branch.Condition, false)
        && (branch.WhenTrue is IBlockOperation block ? block.Operations.LastOrDefault() : branch.WhenTrue) is IReturnOperation or IThrowOperation;

    /// <summary>Whether it is a developer's machine when the condition has this value.</summary>
    private bool Means(IOperation condition, bool value) => condition.Bare() switch
    {
        IInvocationOperation call => value && _development.Has(call.TargetMethod) || !value && _production.Has(call.TargetMethod),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => Means(operand, !value),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => value && (Means(both.LeftOperand, true) || Means(both.RightOperand, true)),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either => !value && (Means(either.LeftOperand, false) || Means(either.RightOperand, false)),
        _ => false,
    };

    private static IMethodSymbol? Method(ISymbol symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction }) symbol = symbol.ContainingSymbol;
        return symbol is IMethodSymbol { CanBeReferencedByName: true } method ? method.OriginalDefinition : null;
    }

    private bool IsCalledOnlyThere(IMethodSymbol method, int depth)
    {
        var isCalled = false;
        var elsewhere = known.AnyCall([method.Name], operation =>
        {
            if (operation is not IInvocationOperation call || !SymbolEqualityComparer.Default.Equals(known.Implementations.Target(call.TargetMethod), method)) return false;
            isCalled = true;
            return !Is(call, depth - 1);
        });
        return isCalled && !elsewhere;
    }
}
