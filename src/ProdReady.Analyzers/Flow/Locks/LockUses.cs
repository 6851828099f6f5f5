using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Tells which calls take or release a lock, and which lock it is.</summary>
internal sealed class LockUses(Known known)
{
    private readonly ApiSet _acquire = known.Calls(LockApis.Acquire);
    private readonly ApiSet _release = known.Calls(LockApis.Release);
    private readonly ApiSet _scope = known.Calls(LockApis.EnterScope);
    private readonly INamedTypeSymbol?[] _handles = [.. LockApis.Kinds.Select(known.Type)];

    /// <summary>The calls that take a lock.</summary>
    public ApiSet Taking => _acquire;

    /// <summary>The calls that take a lock, or enter its scope.</summary>
    public ApiSet[] Entering => [_acquire, _scope];

    /// <summary>The calls that give a lock back.</summary>
    public ApiSet Releasing => _release;

    /// <summary>Whether the call takes a lock: the cheap question that comes first.</summary>
    public bool Acquires(IInvocationOperation call) => _acquire.Has(call.TargetMethod) && IsLock(call);

    /// <summary>Whether the call gives a lock back.</summary>
    public bool Releases(IInvocationOperation call) => _release.Has(call.TargetMethod);

    /// <summary>What the call does with which lock; null when it does nothing, or the lock cannot be told.</summary>
    /// <param name="call">The call, in the tree or in a control-flow graph.</param>
    /// <param name="captured">The value that was captured, for calls in a control-flow graph.</param>
    public LockUse? Of(IInvocationOperation call, Func<IOperation, IOperation?>? captured = null)
    {
        var acquires = Acquires(call);
        if (!acquires && !Releases(call)) return null;
        // The lock statement is told by what lies inside it, not by the calls it is made of.
        if (call.IsImplicit || Object(call) is not { } target || LockKey.Of(target, Mode(call.TargetMethod.Name), captured) is not { } key) return null;
        var action = !acquires ? LockAction.Exit : MayReturnWithout(call) ? LockAction.TryEnter : LockAction.Enter;
        return new LockUse(action, key, TypeOf(call), call);
    }

    /// <summary>The lock that is taken by entering a scope, which is held until that is disposed; null for any other call.</summary>
    public LockKey? Scoped(IInvocationOperation call) =>
        _scope.Has(call.TargetMethod) && Object(call) is { } target ? LockKey.Of(target) : null;

    /// <summary>The locks that are held because the operation lies in a lock statement or in the scope of a <c>using</c>, the innermost first.</summary>
    public IEnumerable<(LockKey Lock, IOperation Where)> Around(IOperation operation)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case ILockOperation statement when statement.Body == child && LockKey.Of(statement.LockedValue) is { } key:
                    yield return (key, statement);
                    break;
                case IUsingOperation scope when scope.Body == child && Scope(scope.Resources) is { } held:
                    yield return held;
                    break;
                case IBlockOperation block:
                    foreach (var earlier in block.Operations.TakeWhile(statement => statement != child).OfType<IUsingDeclarationOperation>())
                    {
                        if (Scope(earlier.DeclarationGroup) is { } declared) yield return declared;
                    }

                    break;
            }
        }
    }

    /// <summary>Whether only the thread that took such a lock can release it.</summary>
    public bool IsThreadAffine(ITypeSymbol lockType) => LockApis.ThreadAffine.Any(name => SymbolEqualityComparer.Default.Equals(known.Type(name), lockType));

    /// <summary>Whether the holder of such a lock can take it again.</summary>
    public bool IsReentrant(ITypeSymbol lockType) => LockApis.Reentrant.Any(name => SymbolEqualityComparer.Default.Equals(known.Type(name), lockType));

    private (LockKey Lock, IOperation Where)? Scope(IOperation resources) =>
        resources.Executed().OfType<IInvocationOperation>().FirstOrDefault(call => _scope.Has(call.TargetMethod)) is { } enter && Scoped(enter) is { } key
            ? (key, enter)
            : null;

    /// <summary>The object that is locked.</summary>
    public static IOperation? Object(IInvocationOperation call) =>
        call.Instance ?? call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value;

    private bool IsLock(IInvocationOperation call) =>
        call.TargetMethod.Name != "WaitOne" || _handles.Any(handle => Types.Is(call.Instance?.Bare().Type, handle));

    private static INamedTypeSymbol TypeOf(IInvocationOperation call) =>
        call.TargetMethod is { Name: "WaitOne" } && call.Instance?.Bare().Type is INamedTypeSymbol handle ? handle : call.TargetMethod.ContainingType.OriginalDefinition;

    private static string Mode(string name) =>
        name.Contains("Upgradeable") ? "upgradeable" : name.Contains("Write") ? "write" : name.Contains("Read") ? "read" : "";

    /// <summary>A try, or a wait with a time that is not endless. What the older reader-writer lock does then is throw.</summary>
    private static bool MayReturnWithout(IInvocationOperation call)
    {
        if (call.TargetMethod.ContainingType.Name == "ReaderWriterLock") return false;
        var time = call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name is "timeout" or "millisecondsTimeout" or "millisecondTimeout");
        if (time is null) return call.TargetMethod.Name.StartsWith("Try", StringComparison.Ordinal);
        return !(Durations.Of(time.Value) is { } length && Durations.IsInfinite(length));
    }
}
