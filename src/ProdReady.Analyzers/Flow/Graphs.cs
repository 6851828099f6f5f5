using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Control-flow graphs of methods and local functions, on demand.</summary>
internal sealed class Graphs(Bodies bodies)
{
    private readonly ConcurrentDictionary<IMethodSymbol, ControlFlowGraph?> _graphs = new(SymbolEqualityComparer.Default);

    /// <summary>The graph of <paramref name="method"/>; null when its body cannot be seen.</summary>
    public ControlFlowGraph? Of(IMethodSymbol method) => _graphs.GetOrAdd(method.OriginalDefinition, Make);

    private ControlFlowGraph? Make(IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            if (method.ContainingSymbol is not IMethodSymbol container || Of(container) is not { } outer) return null;
            var local = outer.LocalFunctions.FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, method));
            return local is null ? null : outer.GetLocalFunctionControlFlowGraph(local);
        }

        return bodies.Of(method) switch
        {
            IMethodBodyOperation { Parent: null } body => ControlFlowGraph.Create(body),
            IConstructorBodyOperation { Parent: null } body => ControlFlowGraph.Create(body),
            _ => null,
        };
    }
}
