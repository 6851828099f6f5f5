using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The entry point and the methods it calls, two calls deep: the code that decides with which exit code the process ends.</summary>
internal sealed class EntryPoint
{
    private const int Depth = 2;

    private readonly Dictionary<IMethodSymbol, List<Call>> _callers = new(SymbolEqualityComparer.Default);

    private EntryPoint(IMethodSymbol main) => Main = main;

    public IMethodSymbol Main { get; }

    public static EntryPoint? Of(Known known, CancellationToken cancellation)
    {
        if (known.Compilation.GetEntryPoint(cancellation) is not { } main) return null;
        var entry = new EntryPoint(main);
        entry.Walk(known, main, Depth);
        return entry;
    }

    public bool Reaches(IMethodSymbol method) => IsMain(method) || _callers.ContainsKey(method.OriginalDefinition);

    public bool IsMain(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method, Main);

    /// <summary>The calls, in code the entry point reaches, that lead to <paramref name="method"/>.</summary>
    public IReadOnlyList<Call> CallsTo(IMethodSymbol method) =>
        _callers.TryGetValue(method.OriginalDefinition, out var calls) ? calls : [];

    private void Walk(Known known, IMethodSymbol caller, int depth)
    {
        if (depth == 0 || known.Bodies.Of(caller) is not { } body) return;
        foreach (var operation in body.Descendants())
        {
            // A method handed to somebody, as command-line parsers take them, counts as called there.
            var called = operation switch
            {
                IInvocationOperation invocation => invocation.TargetMethod,
                IMethodReferenceOperation reference => reference.Method,
                _ => null,
            };
            if (called is null || known.Implementations.Target(called) is not { } target || known.Bodies.Of(target) is null) continue;
            if (!_callers.TryGetValue(target, out var calls)) _callers.Add(target, calls = []);
            calls.Add(new Call(caller, target, operation));
            if (calls.Count == 1) Walk(known, target, depth - 1);
        }
    }

    internal sealed record Call(IMethodSymbol Caller, IMethodSymbol Target, IOperation Site);
}
