using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Waits that go on under a lock, and that the lock is not for.</summary>
internal sealed class LockedWaits(Known known)
{
    private static readonly TimeSpan Noticed = TimeSpan.FromMilliseconds(100);

    private readonly Blocking _blocking = known.Blocking;
    private readonly Origins _origins = known.Origins;

    /// <summary>The wait at the operation, or behind the call that it is; null when there is none that stalls others.</summary>
    public Wait? At(IOperation operation, LockRegion region)
    {
        if (_blocking.At(operation) is { } here) return Stalls(here, region) && !OneTimeWork.Is(operation, region.Start) ? here : null;
        if (_blocking.BehindCall(operation, wait => Stalls(wait, region)) is not { } behind || OneTimeWork.Is(operation, region.Start)) return null;
        for (var i = 0; i < behind.Calls.Length; i++)
        {
            if (!LockCalls.IsWaitedFor(behind.Calls[i], mayReturn: i > 0)) return null;
        }

        return behind;
    }

    private bool Stalls(Wait wait, LockRegion region)
    {
        if (wait.Limit < Noticed || wait.Limit is null && wait.For == WaitsFor.Time) return false;
        if (wait.Where is not IInvocationOperation call) return true;
        // Another lock: that is a matter of order. Monitor.Wait gives the lock back while it waits.
        if (known.Locks.Uses.Acquires(call)) return false;
        if (call.TargetMethod is { Name: "Wait", ContainingType.Name: "Monitor" }) return !(LockKey.Of(call.Arguments[0].Value) is { } key && SymbolEqualityComparer.Default.Equals(key.Symbol, region.Lock.Symbol));
        return wait.For is not (WaitsFor.Network or WaitsFor.Database) || !IsWhatIsGuarded(call.Receiver());
    }

    /// <summary>A connection, a context or a socket that the object keeps, or is given: only one may use it at a time, and for that the lock is there.</summary>
    private bool IsWhatIsGuarded(IOperation? value, int depth = 4)
    {
        if (value is null || depth == 0) return false;
        var bare = value.Bare();
        if (Types.Is(bare.Type, known.Type("System.Net.Http.HttpMessageInvoker"))) return false;
        return bare switch
        {
            IFieldReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation => true,
            IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } => true,
            IPropertyReferenceOperation { Instance: { } owner } => IsWhatIsGuarded(owner, depth - 1),
            ILocalReferenceOperation => _origins.Of(bare) is not { } origins || origins.Any(origin => origin is not ILocalReferenceOperation && IsWhatIsGuarded(origin, depth - 1)),
            IInvocationOperation call => IsWhatIsGuarded(call.Instance ?? call.Arguments.FirstOrDefault()?.Value, depth - 1),
            IObjectCreationOperation creation => creation.Arguments.Any(argument => !(argument.Parameter?.Type.SpecialType is SpecialType.System_String) && IsWhatIsGuarded(argument.Value, depth - 1)),
            _ => false,
        };
    }
}
