using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether code runs nowhere that users are: on developers' machines, or in every environment but production.</summary>
internal sealed class DevelopmentOnly(Known known)
{
    private const int Depth = 3;

    private readonly HostConditions _conditions = new(known);
    private readonly ConcurrentDictionary<(IMethodSymbol Method, int Depth), bool> _calledOnlyThere = new();

    /// <summary>Whether the environment is asked on the way to <paramref name="operation"/>, or on the way to every call of its method.</summary>
    public bool Is(IOperation operation) => Is(operation, Depth);

    private bool Is(IOperation operation, int depth) =>
        _conditions.Of(operation, operation.Root()) is HostCondition.DevelopmentOnly or HostCondition.NotProduction
        || depth > 0 && operation.EnclosingSymbol() is { } symbol && Method(symbol) is { } method && _calledOnlyThere.GetOrAdd((method, depth), IsCalledOnlyThere);

    private static IMethodSymbol? Method(ISymbol symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction }) symbol = symbol.ContainingSymbol;
        return symbol is IMethodSymbol { CanBeReferencedByName: true } method ? method.OriginalDefinition : null;
    }

    private bool IsCalledOnlyThere((IMethodSymbol Method, int Depth) asked)
    {
        var (method, depth) = asked;
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
