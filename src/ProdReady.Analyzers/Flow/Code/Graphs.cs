using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Control-flow graphs of methods, local functions and lambdas, on demand.</summary>
internal sealed class Graphs(Bodies bodies)
{
    private readonly ConcurrentDictionary<IMethodSymbol, ControlFlowGraph?> _graphs = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxNode, ControlFlowGraph?> _functions = new();

    /// <summary>The graph of <paramref name="method"/>; null when its body cannot be seen.</summary>
    public ControlFlowGraph? Of(IMethodSymbol method) => _graphs.GetOrAdd(method.OriginalDefinition, Make);

    /// <summary>The graph of the method, local function or lambda that holds <paramref name="operation"/>; null when it has none.</summary>
    public ControlFlowGraph? Around(IOperation operation)
    {
        var function = operation.EnclosingFunction() ?? operation.Root();
        return _functions.GetOrAdd(function.Syntax, _ => Make(function));
    }

    private ControlFlowGraph? Make(IOperation function)
    {
        switch (function)
        {
            case IMethodBodyOperation { Parent: null } body: return ControlFlowGraph.Create(body);
            case IConstructorBodyOperation { Parent: null } body: return ControlFlowGraph.Create(body);
            case ILocalFunctionOperation when Around(function) is { } outer:
                var local = outer.LocalFunctions.FirstOrDefault(candidate => candidate.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() == function.Syntax));
                return local is null ? null : outer.GetLocalFunctionControlFlowGraph(local);
            case IAnonymousFunctionOperation when Around(function) is { } outer:
                var lambda = outer.Blocks.SelectMany(block => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
                    .SelectMany(part => part.DescendantsAndSelf())
                    .OfType<IFlowAnonymousFunctionOperation>()
                    .FirstOrDefault(candidate => candidate.Syntax == function.Syntax);
                return lambda is null ? null : outer.GetAnonymousFunctionControlFlowGraph(lambda);
            default: return null;
        }
    }

    private ControlFlowGraph? Make(IMethodSymbol method)
    {
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            if (method.ContainingSymbol is not IMethodSymbol container || Of(container) is not { } outer) return null;
            var local = outer.LocalFunctions.FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, method));
            return local is null ? null : outer.GetLocalFunctionControlFlowGraph(local);
        }

        return bodies.Of(method) is { Parent: null } body ? Around(body) : null;
    }
}
