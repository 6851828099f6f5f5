using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What the process does on its main thread: the entry point, and the methods of this compilation that it calls and waits for, two calls deep.</summary>
internal sealed class MainCode(Known known)
{
    private const int Depth = 2;

    private readonly Lazy<IReadOnlyList<IMethodSymbol>> _methods = new(() => Find(known));

    /// <summary>The bodies, that of the entry point first.</summary>
    public IEnumerable<IOperation> Bodies => _methods.Value.Select(known.Bodies.Of).OfType<IOperation>();

    /// <summary>Whether the entry point itself calls a member of <paramref name="table"/>.</summary>
    public bool Calls(Api[] table) =>
        known.Compilation.GetEntryPoint(default) is { } main && known.Bodies.Of(main) is { } body
        && body.Descendants().Any(operation => operation is IInvocationOperation call && known.Calls(table).Has(call.TargetMethod));

    /// <summary>The pieces of <paramref name="body"/> that belong to it: the member itself, local functions it calls.</summary>
    public IEnumerable<IOperation> Parts(Body body)
    {
        if (body.Owner is not IMethodSymbol owner) yield break;
        if (SymbolEqualityComparer.Default.Equals(owner, known.Compilation.GetEntryPoint(default))) known.Bodies.Keep(body.Block);
        if (Has(owner)) yield return body.Block;
        if (!_methods.Value.Any(method => method.MethodKind == MethodKind.LocalFunction)) yield break;
        foreach (var function in body.Block.Descendants().OfType<ILocalFunctionOperation>())
        {
            if (function.Body is { } inner && Has(function.Symbol)) yield return inner;
        }
    }

    private bool Has(IMethodSymbol method) => _methods.Value.Any(found => Callers.AreSame(found, method));

    private static IReadOnlyList<IMethodSymbol> Find(Known known)
    {
        if (known.Compilation.GetEntryPoint(default) is not { } main) return [];
        var found = new List<IMethodSymbol> { main };
        Walk(main, Depth);
        return found;

        void Walk(IMethodSymbol caller, int depth)
        {
            if (depth == 0) return;
            foreach (var callee in known.Callees.Of(caller))
            {
                if (callee.Site is not IInvocationOperation || found.Any(method => Callers.AreSame(method, callee.Target))) continue;
                found.Add(callee.Target);
                Walk(callee.Target, depth - 1);
            }
        }
    }
}
