using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Which locks a method takes without a timeout: itself, and through what it calls in this compilation and waits for. Only locks that other methods can mean
/// as well: static ones, and members of the object. Worked out once per method, over a bounded number of callees.
/// </summary>
internal sealed class LockSummaries(Known known)
{
    private const int Depth = 4;
    private const int MostCallees = 200;

    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<LockTaking>> _own = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<LockTaking>> _all = new(SymbolEqualityComparer.Default);

    /// <summary>The locks that are taken behind a call before its caller goes on, the nearest first.</summary>
    public IEnumerable<LockTaking> Behind(IOperation call)
    {
        foreach (var callee in known.Callees.At(call))
        {
            if (!LockCalls.IsWaitedFor(callee, mayReturn: false)) continue;
            var reached = LockCalls.Reached(callee, ObjectReached.Same);
            foreach (var taking in Of(callee.Target))
            {
                if (taking.Lock.IsOfThis && reached == ObjectReached.New && taking.Of == ObjectReached.Same) continue;
                yield return taking with { Of = taking.Of == ObjectReached.Same ? reached : taking.Of, Calls = taking.Calls.Insert(0, callee) };
            }
        }
    }

    /// <summary>The lock that the operation itself takes; null when it takes none, may come back without it, or has it already.</summary>
    public LockTaking? At(IOperation operation)
    {
        switch (operation)
        {
            case ILockOperation statement when LockKey.Of(statement.LockedValue) is { } key:
                return new LockTaking(key, null, statement, ObjectReached.Same, IsSure: true);
            case IInvocationOperation call when known.Locks.Uses.Scoped(call) is { } key:
                return new LockTaking(key, null, call, ObjectReached.Same, IsSure: true);
            case IInvocationOperation call when known.Locks.Uses.Acquires(call) && known.Locks.Uses.Of(call) is { Action: LockAction.Enter } use && !IsGivenUp(call):
                if (known.Locks.Around(call) is not { } function || !function.IsClear(function.IndexOf(use.Lock))) return null;
                return new LockTaking(use.Lock, use.Type, call, ObjectReached.Same, IsSure: true);
            default:
                return null;
        }
    }

    private IReadOnlyList<LockTaking> Of(IMethodSymbol method) => _all.GetOrAdd(method, key =>
    {
        var found = new List<LockTaking>(OwnOf(key));
        var seen = new HashSet<(ISymbol, ObjectReached)>(ReachedMethod.Comparer) { (key, ObjectReached.Same) };
        var level = new List<Way> { new(key, ObjectReached.Same, IsSure: true, ImmutableArray<Callee>.Empty) };
        for (var depth = 1; depth < Depth && level.Count > 0 && seen.Count < MostCallees; depth++)
        {
            var next = new List<Way>();
            foreach (var way in level)
            {
                foreach (var callee in known.Callees.Of(way.Method))
                {
                    var on = LockCalls.Reached(callee, way.On);
                    if (!LockCalls.IsWaitedFor(callee, mayReturn: true) || seen.Count >= MostCallees || !seen.Add((callee.Target, on))) continue;
                    var longer = new Way(callee.Target, on, way.IsSure && !Skips.Past(callee.Site), way.Calls.Add(callee));
                    next.Add(longer);
                    found.AddRange(OwnOf(callee.Target)
                        .Where(own => !own.Lock.IsOfThis || on != ObjectReached.New)
                        .Select(own => own with { Of = on, IsSure = own.IsSure && longer.IsSure, Calls = longer.Calls }));
                }
            }

            level = next;
        }

        return found;
    });

    private IReadOnlyList<LockTaking> OwnOf(IMethodSymbol method) => _own.GetOrAdd(method, key =>
        known.Bodies.Of(key) is { } body
            ? known.Callees.Executed(body).Select(At).OfType<LockTaking>()
                .Where(taking => taking.Lock.IsShared && !IsTouchedBefore(taking))
                .Select(taking => taking with { IsSure = !Skips.Past(taking.Where) })
                .ToArray()
            : []);

    /// <summary>A method that gives the lock back first, or has taken it already, is no one that needs it from its caller.</summary>
    private bool IsTouchedBefore(LockTaking taking) =>
        taking.Where is IInvocationOperation call && taking.Type is not null && known.Locks.Around(call) is { } function
        && known.LockRegions.Before(call, function) is { } state && state[function.IndexOf(taking.Lock)] != LockStatus.Untouched;

    /// <summary>Whether a token ends the wait that the code around it has given a time.</summary>
    private static bool IsGivenUp(IInvocationOperation call) =>
        call.Arguments.Any(argument => argument.Value.Bare() is IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation });

    /// <summary>A way from the method that was asked about to one that it calls.</summary>
    private sealed record Way(IMethodSymbol Method, ObjectReached On, bool IsSure, ImmutableArray<Callee> Calls);

    private sealed class ReachedMethod : IEqualityComparer<(ISymbol Method, ObjectReached On)>
    {
        public static readonly ReachedMethod Comparer = new();

        public bool Equals((ISymbol Method, ObjectReached On) x, (ISymbol Method, ObjectReached On) y) =>
            x.On == y.On && SymbolEqualityComparer.Default.Equals(x.Method, y.Method);

        public int GetHashCode((ISymbol Method, ObjectReached On) key) =>
            unchecked((SymbolEqualityComparer.Default.GetHashCode(key.Method) * 31) + (int)key.On);
    }
}
