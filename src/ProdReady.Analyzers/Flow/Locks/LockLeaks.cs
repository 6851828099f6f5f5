using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>How a function is left with a lock held that it otherwise gives back.</summary>
internal enum LeakKind
{
    /// <summary>By an exception that comes out of a call.</summary>
    Fails,
    /// <summary>By a return or throw statement.</summary>
    Leaves,
    /// <summary>At its end.</summary>
    Ends,
}

/// <summary>Locks that a function takes, and does not give back on every way out of it.</summary>
internal sealed class LockLeaks(Known known)
{
    private static readonly string[] Handles = ["Releas", "Lock", "Guard", "Scope", "Handle", "Lease", "Disposable"];

    private readonly ConcurrentDictionary<LockedFunction, IReadOnlyDictionary<SyntaxNode, Leak>> _found = new();
    private readonly LockRoles _roles = new(known);
    private readonly INamedTypeSymbol? _disposable = known.Type("System.IDisposable");
    private readonly INamedTypeSymbol? _asyncDisposable = known.Type("System.IAsyncDisposable");

    /// <param name="Taken">The call that takes the lock.</param>
    /// <param name="Kind">How the function is left.</param>
    /// <param name="Where">What fails, or the value that is returned or thrown; null at the end.</param>
    internal sealed record Leak(LockUse Taken, LeakKind Kind, IOperation? Where);

    /// <summary>How the lock that the call takes is left held; null when it is not, or that cannot be told.</summary>
    public Leak? Of(LockedFunction function, IInvocationOperation call) =>
        _found.GetOrAdd(function, Find).TryGetValue(call.Syntax, out var leak) && !_roles.IsSignal(leak.Taken) && !_roles.IsReleasedElsewhere(leak.Taken) ? leak : null;

    private IReadOnlyDictionary<SyntaxNode, Leak> Find(LockedFunction function)
    {
        var leaks = new Dictionary<SyntaxNode, Leak>();
        var returned = Enumerable.Range(0, function.Locks.Count).Where(index => IsReturned(function, index)).Aggregate(0UL, (mask, index) => mask | (1UL << index));
        if (returned == 0) return leaks;

        var failing = new Lazy<Dictionary<SyntaxNode, IOperation>>(() => Failing(function, returned));
        // What happens every day comes first.
        foreach (var way in function.Flow.WithoutFailures.Exits)
        {
            if (!way.Throws && !HandsOn(way.Where)) Note(way, way.Where, way.Where is null ? LeakKind.Ends : LeakKind.Leaves);
        }

        foreach (var way in function.Flow.Exits)
        {
            if (way.Throws && way.Where is { } where) Note(way, where, where.Bare() is IObjectCreationOperation ? LeakKind.Leaves : LeakKind.Fails);
            else if (way.Throws || !HandsOn(way.Where)) Note(way, null, LeakKind.Fails);
        }

        return leaks;

        void Note(LockFlow.Way way, IOperation? where, LeakKind kind)
        {
            for (var (index, held) = (0, way.State.Held & returned); held != 0; index++, held >>= 1)
            {
                if ((held & 1) == 0 || function.TakenBefore(index, way.Position) is not { } taken || leaks.ContainsKey(taken.Call.Syntax)) continue;
                // The failure was caught on the way: what is to be named is where it came from.
                if (kind == LeakKind.Fails && where is null && !failing.Value.TryGetValue(taken.Call.Syntax, out where)) continue;
                leaks.Add(taken.Call.Syntax, new Leak(taken, kind, where));
            }
        }
    }

    /// <summary>Whether the function is one that gives the lock back: not only when it fails, and not before it takes it, as one does that is called with the lock held.</summary>
    private static bool IsReturned(LockedFunction function, int index)
    {
        var exits = function.Uses.Where(use => use.Action == LockAction.Exit && use.Lock.Equals(function.Locks[index])).ToArray();
        return exits.Any(exit => exit.Call.Enclosing<ICatchClauseOperation>() is null)
            && !exits.Any(exit => function.Before(exit) == LockStatus.Untouched)
            && function.IsClear(index);
    }

    /// <summary>Whether what is returned gives the lock back later.</summary>
    private bool HandsOn(IOperation? value) =>
        value is not null && value.DescendantsAndSelf().Any(part =>
            part.Type is { } type && (part is IObjectCreationOperation || Handles.Any(word => type.Name.IndexOf(word, StringComparison.Ordinal) >= 0))
            && (Types.Is(type, _disposable) || Types.Is(type, _asyncDisposable)));

    /// <summary>The first operation after each acquire that may throw while the lock is held.</summary>
    private static Dictionary<SyntaxNode, IOperation> Failing(LockedFunction function, ulong locks)
    {
        var failing = new Dictionary<SyntaxNode, IOperation>();
        function.Flow.Visit((operation, state) =>
        {
            for (var (index, held) = (0, state.Held & locks); held != 0; index++, held >>= 1)
            {
                if ((held & 1) == 0 || !function.Flow.MayThrowHolding(operation, state, index)) continue;
                if (function.TakenBefore(index, operation.Syntax) is { } taken && !failing.ContainsKey(taken.Call.Syntax)) failing.Add(taken.Call.Syntax, operation);
            }
        });
        return failing;
    }
}
