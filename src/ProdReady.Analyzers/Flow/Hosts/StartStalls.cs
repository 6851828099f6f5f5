using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Where the steps of a hosted type's start wait: for work that never ends, or for something outside, without the token. The host waits with them.</summary>
internal sealed class StartStalls(Known known)
{
    private const int Depth = 3;

    private readonly WaitedCode _waited = new(known);
    private readonly EndlessStarts _endless = new(known);
    private readonly UngivenWaits _ungiven = new(known);
    private readonly StopStalls _stops = new(known);
    private readonly WorkerCode _workers = known.WorkerCode;
    private readonly ApiSet _onCancelled = known.Calls(WorkerApis.OnCancelled);
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyList<StartStall>> _found = new(SymbolEqualityComparer.Default);

    /// <summary>In the order of the code; only of the steps that the type itself has, not of its bases.</summary>
    public IReadOnlyList<StartStall> In(HostedType type) => _found.GetOrAdd(type.Type, _ => Find(type).ToArray());

    /// <summary>Whether the operation is one of them.</summary>
    public bool Has(IOperation operation) =>
        known.Hosted.Of(operation.EnclosingType()) is { } type
        && In(type).Any(stall => stall.Where.Syntax.SyntaxTree == operation.Syntax.SyntaxTree && stall.Where.Syntax.Span == operation.Syntax.Span);

    /// <summary>The methods by which the host starts the type, and waits for: <c>StartAsync</c> and those around it.</summary>
    private static IEnumerable<IMethodSymbol> Steps(HostedType type) =>
        type.Entries.Of(type.Type).Where(entry => entry.Phase == HostedPhase.Start && entry.Method is { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } && SymbolEqualityComparer.Default.Equals(entry.Method.ContainingType, type.Type))
            .Select(entry => entry.Method);

    private IEnumerable<StartStall> Find(HostedType type)
    {
        var seen = new HashSet<SyntaxNode>();
        foreach (var step in Steps(type))
        {
            if (known.Bodies.Of(step) is not { } code) continue;
            // Who has something done when the token is cancelled has that end the wait.
            var isToldToStop = code.Descendants().Any(operation => operation is IInvocationOperation call && _onCancelled.Has(call.TargetMethod));
            foreach (var stall in In(code, step, ImmutableArray<Callee>.Empty, new HashSet<ISymbol>(SymbolEqualityComparer.Default)))
            {
                if (stall.Kind != StartLength.Endless && (isToldToStop || IsOfAnother(stall.Where, type)) || !seen.Add(stall.Place.Syntax)) continue;
                yield return stall.Kind == StartLength.Endless ? stall : stall with { Calls = ImmutableArray<Callee>.Empty };
            }
        }
    }

    private IEnumerable<StartStall> In(IOperation code, IMethodSymbol step, ImmutableArray<Callee> calls, HashSet<ISymbol> seen)
    {
        IOperation? found = null;
        foreach (var operation in _waited.Executed(code))
        {
            if (found?.Syntax.Span.Contains(operation.Syntax.Span) == true) continue;
            if (_endless.Is(operation)) yield return new StartStall(found = operation, StartLength.Endless, step, calls);
            else if (_ungiven.Is(operation)) yield return new StartStall(found = operation, StartLength.Unbounded, step, calls);
            else if (calls.IsEmpty && _endless.IsLongDelay(operation)) yield return new StartStall(found = operation, StartLength.Delayed, step, calls);
            if (found == operation || calls.Length == Depth) continue;
            foreach (var stall in _waited.CalleesAt(operation).Where(callee => seen.Add(callee.Target)).SelectMany(callee => Body(callee) is { } body ? In(body, step, calls.Add(callee), seen) : [])) yield return stall;
        }
    }

    private IOperation? Body(Callee callee) => known.Bodies.Of(callee.Target);

    /// <summary>Whether another rule is about it: that of the worker's own work, that of its stop, or, in another type, that of waits in general.</summary>
    private bool IsOfAnother(IOperation where, HostedType type)
    {
        var holder = where.Member();
        return holder is null || !SymbolEqualityComparer.Default.Equals(holder.ContainingType, type.Type) || _workers.ExecuteOf(holder) is not null || _stops.Has(where);
    }
}
