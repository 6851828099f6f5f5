using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Steps of a start that other rules are about, because they have no end: migrations, waits of hosted services, waits in hosted code.</summary>
internal sealed class EndlessSteps(Known known)
{
    private readonly MigrationWaits _migrations = new(known);
    private readonly StartStalls _stalls = new(known);
    private readonly EndlessWaits _waits = new(known, known.HostedCode);
    private readonly AbandonedLocks _abandoned = new(known);
    private readonly LockWaits _locks = new(known);

    public bool Has(IInvocationOperation call) =>
        _migrations.HaveNoDeadline(call) || _stalls.Has(call) || _waits.At(call) is not null || _locks.IsBoundedWaitForMutex(call) && _abandoned.IsMissed(call);
}
