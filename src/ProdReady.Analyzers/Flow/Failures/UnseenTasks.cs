using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Tasks whose failure nobody gets to see.</summary>
internal static class UnseenTasks
{
    /// <summary><c>ConfigureAwaitOptions.SuppressThrowing</c></summary>
    private const int SuppressThrowing = 2;

    /// <summary>Calls that end with an exception when they are cancelled, and for no other reason that matters.</summary>
    private static readonly string[] Waits = ["Delay", "WaitAsync", "WhenAny", "WaitForNextTickAsync", "Yield", "CancelAsync", "WaitToReadAsync", "WaitForShutdownAsync"];

    /// <summary>The call whose task goes into <paramref name="consumer"/> and is held by nobody else; null when somebody may hold it, or when it only waits or cleans up.</summary>
    public static IInvocationOperation? Call(IInvocationOperation consumer) =>
        consumer.Instance?.Bare() is IInvocationOperation call
        && !Waits.Contains(call.TargetMethod.Name) && !BestEffort.IsCleanUp(call.TargetMethod) && call.TargetMethod.Name is not "ContinueWith"
            ? call
            : null;

    public static bool SuppressesThrowing(IInvocationOperation call) =>
        call.Arguments.Length == 1 && call.Arguments[0].Value.ConstantValue is { HasValue: true, Value: int options } && (options & SuppressThrowing) != 0;

    /// <summary>A continuation that is awaited, runs in any case and has an empty body: <c>.ContinueWith(_ => { })</c>.</summary>
    public static bool DoesNothing(IInvocationOperation continuation) =>
        continuation.Arguments.Length == 1
        && WorkerCode.IsWaitedFor(continuation)
        && continuation.Arguments[0].Value.Bare() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Body.Operations: var statements } }
        && statements.All(statement => statement is IReturnOperation { ReturnedValue: null, IsImplicit: true });
}
