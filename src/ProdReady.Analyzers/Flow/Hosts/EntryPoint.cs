using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// The entry point and the methods it calls, two calls deep: the code that decides with which exit code the process ends. Asked backwards, from a method to
/// its callers, so that only bodies that mention the method are bound.
/// </summary>
internal sealed class EntryPoint
{
    private readonly Known _known;
    private readonly Lazy<IReadOnlyList<Call>> _fromMain;
    private readonly Lazy<ILookup<IMethodSymbol, Call>> _targets;
    private readonly Lazy<ILookup<string, IMethodSymbol>> _mentioning;
    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<Call>> _callsIn = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<Call>> _callsTo = new(SymbolEqualityComparer.Default);

    private EntryPoint(Known known, IMethodSymbol main)
    {
        _known = known;
        Main = main;
        _fromMain = new(() => CallsIn(main));
        _targets = new(() => _fromMain.Value.ToLookup<Call, IMethodSymbol>(call => call.Target, SymbolEqualityComparer.Default));
        _mentioning = new(() => _fromMain.Value
            .Select(call => call.Target)
            .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)
            .SelectMany(target => NamesIn(target).Select(name => (Name: name, Target: target)))
            .ToLookup(pair => pair.Name, pair => pair.Target));
    }

    public IMethodSymbol Main { get; }

    public static EntryPoint? Of(Known known) =>
        known.Compilation.GetEntryPoint(default) is { } main ? new EntryPoint(known, main) : null;

    /// <summary>The entry point, and then the methods it calls.</summary>
    public IEnumerable<IMethodSymbol> Methods =>
        _fromMain.Value.Select(call => call.Target).Prepend(Main).Distinct<IMethodSymbol>(SymbolEqualityComparer.Default);

    /// <summary>Whether the exit code is what <paramref name="main"/> returns; it overrides <c>Environment.ExitCode</c>.</summary>
    public static bool ReturnsCode(IMethodSymbol main) =>
        main.ReturnType.SpecialType == SpecialType.System_Int32
        || main.ReturnType is INamedTypeSymbol { TypeArguments.Length: 1 } task && task.TypeArguments[0].SpecialType == SpecialType.System_Int32;

    public bool Reaches(IMethodSymbol method) => IsMain(method) || CallsTo(method).Count > 0;

    public bool IsMain(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method, Main);

    /// <summary>The calls of <paramref name="method"/> in the entry point and in the methods it calls.</summary>
    public IReadOnlyList<Call> CallsTo(IMethodSymbol method) => _callsTo.GetOrAdd(method.OriginalDefinition, FindCallsTo);

    private IReadOnlyList<Call> FindCallsTo(IMethodSymbol method) =>
        _targets.Value[method]
            .Concat(_mentioning.Value[method.Name].SelectMany(CallsIn).Where(call => SymbolEqualityComparer.Default.Equals(call.Target, method)))
            .ToArray();

    /// <summary>Calls of methods whose source is here. A method handed to somebody, as command-line parsers take them, counts as called there.</summary>
    private IReadOnlyList<Call> CallsIn(IMethodSymbol caller) => _callsIn.GetOrAdd(caller, FindCallsIn);

    private IReadOnlyList<Call> FindCallsIn(IMethodSymbol caller)
    {
        var calls = new List<Call>();
        foreach (var operation in _known.Bodies.Of(caller)?.Descendants() ?? [])
        {
            var called = operation switch
            {
                IInvocationOperation invocation => invocation.TargetMethod,
                IMethodReferenceOperation reference => reference.Method,
                _ => null,
            };
            if (called is not null && _known.Implementations.Target(called) is { DeclaringSyntaxReferences.IsEmpty: false } target)
                calls.Add(new Call(caller, target, operation));
        }

        return calls;
    }

    private static IEnumerable<string> NamesIn(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences
            .SelectMany(reference => reference.GetSyntax().DescendantNodes().OfType<SimpleNameSyntax>())
            .Select(name => name.Identifier.ValueText)
            .Distinct();

    internal sealed record Call(IMethodSymbol Caller, IMethodSymbol Target, IOperation Site);
}
