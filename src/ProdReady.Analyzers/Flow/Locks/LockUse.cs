using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>What a call does with a lock.</summary>
internal enum LockAction
{
    /// <summary>Comes back with the lock, or throws.</summary>
    Enter,
    /// <summary>May come back without it, and says so in its result.</summary>
    TryEnter,
    /// <summary>Gives it back.</summary>
    Exit,
}

/// <summary>A call that takes a lock or gives it back.</summary>
/// <param name="Action">Which of these.</param>
/// <param name="Lock">Which lock.</param>
/// <param name="Type">The type of lock; of <c>Monitor</c> that class, not the type of the object.</param>
/// <param name="Call">The call.</param>
internal sealed record LockUse(LockAction Action, LockKey Lock, INamedTypeSymbol Type, IInvocationOperation Call)
{
    /// <summary>Whether it can end with <c>OperationCanceledException</c>: it is given a token that somebody may cancel.</summary>
    public bool IsCancellable => Call.Arguments.Any(argument =>
        argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.Name: "CancellationToken" }
        && argument.Value.Bare() is not (IDefaultValueOperation or IPropertyReferenceOperation { Property: { Name: "None", ContainingType.Name: "CancellationToken" } }));
}
