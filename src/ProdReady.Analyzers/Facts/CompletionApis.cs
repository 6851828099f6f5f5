namespace ProdReady.Facts;

/// <summary>Tasks that code completes by hand.</summary>
internal static class CompletionApis
{
    public static readonly string[] Sources = ["System.Threading.Tasks.TaskCompletionSource", "System.Threading.Tasks.TaskCompletionSource`1"];

    /// <summary>Complete the task. Unless it was made with <c>RunContinuationsAsynchronously</c>, whoever awaits it goes on at once, on this thread.</summary>
    public static readonly Api[] Complete =
    [
        new("System.Threading.Tasks.TaskCompletionSource", "SetResult", "TrySetResult", "SetException", "TrySetException", "SetCanceled", "TrySetCanceled"),
        new("System.Threading.Tasks.TaskCompletionSource`1", "SetResult", "TrySetResult", "SetException", "TrySetException", "SetCanceled", "TrySetCanceled"),
    ];

    /// <summary>Complete it with what was waited for.</summary>
    public static readonly Api[] Succeed =
    [
        new("System.Threading.Tasks.TaskCompletionSource", "SetResult", "TrySetResult"),
        new("System.Threading.Tasks.TaskCompletionSource`1", "SetResult", "TrySetResult"),
    ];
}
