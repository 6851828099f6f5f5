using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether the program has said anything when it comes to a place: in the function around it, or in one on the way there.</summary>
internal sealed class SaidBefore
{
    private const int Depth = 3;

    /// <summary>Parts of names under which helpers elsewhere may say something.</summary>
    private static readonly string[] TellingNames = ["Log", "Print", "Write", "Trace", "Banner", "Report", "Notify", "Say"];

    private readonly Callers _callers;
    private readonly Summary _says;

    public SaidBefore(Known known)
    {
        _callers = known.Callers;
        var logs = known.LogCalls;
        _says = new Summary(known, operation => operation is IInvocationOperation call && logs.IsLog(call.TargetMethod) ? Answer.Yes : null, OutOfSight, depth: 2);
    }

    /// <summary>Something that cannot be seen, and may say something, has.</summary>
    public bool At(IOperation place) => At(place, Depth, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    private bool At(IOperation place, int depth, HashSet<ISymbol> seen)
    {
        if (place.Root().Descendants().Any(operation => operation is IInvocationOperation or IObjectCreationOperation && operation.Syntax.Span.End <= place.Syntax.SpanStart && _says.Of(operation) != Answer.No)) return true;
        for (var symbol = place.EnclosingSymbol(); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            if (method.MethodKind != MethodKind.AnonymousFunction && depth > 0 && seen.Add(method.OriginalDefinition) && _callers.Of(method).Any(site => At(site, depth - 1, seen))) return true;
        }

        return false;
    }

    private static Answer OutOfSight(IMethodSymbol method) =>
        method.MethodKind == MethodKind.DelegateInvoke
        || method.ContainingAssembly is { } assembly && !Types.IsFramework(assembly) && TellingNames.Any(name => method.Name.IndexOf(name, StringComparison.Ordinal) >= 0)
            ? Answer.Unknown
            : Answer.No;
}
