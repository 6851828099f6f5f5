using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Waits for locks that another process may hold.</summary>
internal sealed class LockWaits(Known known)
{
    private readonly SharedLocks _shared = new(known);
    private readonly Tokens _tokens = known.Tokens;
    private readonly ConcurrentDictionary<SyntaxNode, HashSet<ISymbol>> _triedAtOnce = new();
    private readonly ApiSet _one = known.Calls(LockApis.WaitForHandle);
    private readonly ApiSet _several = known.Calls(LockApis.WaitForHandles);
    private readonly ApiSet _distributed = known.Calls(LockApis.AcquireDistributed);
    private readonly INamedTypeSymbol? _mutex = known.Type(LockApis.Mutex);

    /// <summary>The calls that may wait for one.</summary>
    public ApiSet[] Calls => [_one, _several, _distributed];

    /// <summary>Whether <paramref name="call"/> waits for such a lock with neither timeout nor token.</summary>
    public bool IsUnbounded(IInvocationOperation call)
    {
        if (_one.Has(call.TargetMethod)) return call.Instance is { } handle && IsShared(handle) && HasNoTimeout(call) && !IsTriedFirst(call, handle) && !_shared.IsFirstOrTells(call, handle);
        if (_several.Has(call.TargetMethod)) return HasNoTimeout(call) && Elements(call) is { Length: > 0 } handles && handles.All(IsShared);
        return _distributed.Has(call.TargetMethod) && HasNoTimeout(call) && !_tokens.IsGivenToken(call);
    }

    /// <summary>Whether <paramref name="call"/> waits for a mutex of several processes for some time. One that only tries hardly ever sees its holder die.</summary>
    public bool IsBoundedWaitForMutex(IInvocationOperation call) =>
        _one.Has(call.TargetMethod) && IsMutex(call) && !HasNoTimeout(call) && Durations.Of(call.Arguments[0].Value) != TimeSpan.Zero && IsShared(call.Instance!);

    public bool IsMutex(IInvocationOperation call) => call.Instance is { } handle && Types.Is(handle.Bare().Type, _mutex);

    /// <summary>The name of the lock that <paramref name="call"/> waits for, when it is a constant.</summary>
    public string? NameOfLock(IInvocationOperation call) => call.Instance is { } handle ? _shared.NameOf(handle) : null;

    private bool IsShared(IOperation handle) => _shared.IsShared(handle) == Answer.Yes;

    private static bool HasNoTimeout(IInvocationOperation call)
    {
        var timeout = call.Arguments.FirstOrDefault(argument => argument.Parameter is { Name: "timeout" or "millisecondsTimeout" });
        return timeout is null
            || timeout.ArgumentKind == ArgumentKind.DefaultValue
            || timeout.Value.Bare().ConstantValue is { HasValue: true, Value: null }
            || Durations.Of(timeout.Value) is { } length && Durations.IsInfinite(length);
    }

    /// <summary>A single-instance guard tries first, and waits only when that failed, after it has told the user.</summary>
    private bool IsTriedFirst(IInvocationOperation wait, IOperation handle)
    {
        if (Variable(handle) is not { } variable) return false;
        for (var around = wait.Parent; around is not null; around = around.Parent)
        {
            if (around is IConditionalOperation { Condition: var condition } && condition.DescendantsAndSelf().Any(tried => Tries(tried, variable) is not null)) return true;
        }

        return wait.Root() is var root && _triedAtOnce.GetOrAdd(root.Syntax, _ => TriedAtOnce(root)).Contains(variable);
    }

    /// <summary>The locks a method tries without waiting: looked for once, however many waits there are.</summary>
    private HashSet<ISymbol> TriedAtOnce(IOperation root) => new(
        root.Descendants().OfType<IInvocationOperation>()
            .Select(call => call.Instance is { } handle && Variable(handle) is { } variable && Tries(call, variable) == TimeSpan.Zero ? variable : null)
            .OfType<ISymbol>(),
        SymbolEqualityComparer.Default);

    /// <summary>For how long the operation tries to take the lock; null when it does not, or has no limit.</summary>
    private TimeSpan? Tries(IOperation operation, ISymbol variable) =>
        operation is IInvocationOperation { Instance: { } tried } call && _one.Has(call.TargetMethod) && !HasNoTimeout(call)
        && SymbolEqualityComparer.Default.Equals(Variable(tried), variable)
            ? Durations.Of(call.Arguments[0].Value) ?? TimeSpan.MaxValue
            : null;

    private static ISymbol? Variable(IOperation handle) => handle.Bare() switch
    {
        ILocalReferenceOperation local => local.Local,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };

    private static IOperation[]? Elements(IInvocationOperation call) =>
        call.Arguments[0].Value.Bare() is IArrayCreationOperation { Initializer: { } list } ? list.ElementValues.ToArray() : null;
}
