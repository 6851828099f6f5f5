using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The code that runs while a lock is held.</summary>
/// <param name="Lock">Which lock.</param>
/// <param name="Type">What kind of lock; null for the <c>lock</c> statement and the scope of a <c>Lock</c>, which their holder can always take again.</param>
/// <param name="Start">The statement or the call that takes it.</param>
/// <param name="Code">What runs under it in the same function, with the lambdas that are called in place.</param>
internal sealed record LockRegion(LockKey Lock, INamedTypeSymbol? Type, IOperation Start, IEnumerable<IOperation> Code);

/// <summary>Tells where locks are held for sure: on every path that leads there.</summary>
internal sealed class LockRegions(Known known)
{
    private readonly ConcurrentDictionary<LockedFunction, Dictionary<SyntaxNode, LockState>> _states = new();

    /// <summary>What runs in a <c>lock</c> statement; null when it cannot be told which lock it is.</summary>
    public LockRegion? Of(ILockOperation statement) =>
        LockKey.Of(statement.LockedValue) is { } key ? new LockRegion(key, null, statement, known.Callees.Executed(statement.Body)) : null;

    /// <summary>What runs after a call that takes a lock, until it is given back; null for other calls, and where not all can be seen that becomes of the lock.</summary>
    public LockRegion? Of(IInvocationOperation call)
    {
        if (known.Locks.Uses.Scoped(call) is { } scoped) return InScope(call) is { } code ? new LockRegion(scoped, null, call, code) : null;
        if (!known.Locks.Uses.Acquires(call) || known.Locks.Around(call) is not { } function) return null;
        if (function.Uses.FirstOrDefault(use => use.Call.Syntax == call.Syntax) is not { Action: not LockAction.Exit } taken) return null;
        var index = function.IndexOf(taken.Lock);
        if (!function.IsClear(index)) return null;

        var states = States(function);
        var inside = known.Callees.Executed(LockPaths.Body(call.EnclosingFunction() ?? call.Root())).Where(operation =>
            states.TryGetValue(Key(operation), out var state) && state[index] == LockStatus.Held
            && !operation.Syntax.Span.Contains(call.Syntax.Span)
            && function.TakenBefore(index, operation.Syntax) is { } last && (last.Call.Syntax == call.Syntax || last.Call.Syntax == operation.Syntax));
        return new LockRegion(taken.Lock, taken.Type, call, inside);
    }

    /// <summary>All regions that the operation lies in, the innermost statements first.</summary>
    public IEnumerable<LockRegion> Around(IOperation operation)
    {
        foreach (var (key, where) in known.Locks.Uses.Around(operation)) yield return new LockRegion(key, null, where, []);
        if (known.Locks.Around(operation) is not { } function || !States(function).TryGetValue(Key(operation), out var state)) yield break;
        for (var index = 0; index < function.Locks.Count; index++)
        {
            if (state[index] == LockStatus.Held && function.IsClear(index) && function.TakenBefore(index, operation.Syntax) is { } taken)
                yield return new LockRegion(taken.Lock, taken.Type, taken.Call, []);
        }
    }

    /// <summary>What is true of the locks of a function just before a call, a creation or a use of a property.</summary>
    public LockState? Before(IOperation operation, LockedFunction function) =>
        States(function).TryGetValue(operation.Syntax, out var state) ? state : null;

    private Dictionary<SyntaxNode, LockState> States(LockedFunction function) => _states.GetOrAdd(function, key =>
    {
        var states = new Dictionary<SyntaxNode, LockState>();
        key.Flow.Visit((operation, state) =>
        {
            var isStep = operation is IInvocationOperation or IObjectCreationOperation or IPropertyReferenceOperation;
            if (states.TryGetValue(operation.Syntax, out var other)) state = isStep ? other.Or(state) : other;
            else if (!isStep && operation is not (IFieldReferenceOperation or ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation or ITypeOfOperation)) return;
            states[operation.Syntax] = state;
        });
        return states;
    });

    /// <summary>The graph has no lock statement, only the value that it locks.</summary>
    private static SyntaxNode Key(IOperation operation) => operation is ILockOperation statement ? statement.LockedValue.Syntax : operation.Syntax;

    private IEnumerable<IOperation>? InScope(IInvocationOperation enter)
    {
        IOperation child = enter;
        for (var parent = enter.Parent; parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IUsingOperation statement) return child == statement.Body ? null : known.Callees.Executed(statement.Body);
            if (parent is IUsingDeclarationOperation { Parent: IBlockOperation block } declaration)
                return block.Operations.SkipWhile(operation => operation != declaration).Skip(1).SelectMany(known.Callees.Executed);
        }

        return null;
    }
}
