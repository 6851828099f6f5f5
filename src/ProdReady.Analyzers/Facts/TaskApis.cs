namespace ProdReady.Facts;

/// <summary>What is done with tasks.</summary>
internal static class TaskApis
{
    /// <summary>Choose how a task is awaited; <c>SuppressThrowing</c> is among the choices.</summary>
    public static readonly Api[] ConfigureAwait =
    [
        new("System.Threading.Tasks.Task", "ConfigureAwait"),
        new("System.Threading.Tasks.Task`1", "ConfigureAwait"),
    ];

    /// <summary>Run a delegate when the task has ended, however it ended.</summary>
    public static readonly Api[] ContinueWith =
    [
        new("System.Threading.Tasks.Task", "ContinueWith"),
        new("System.Threading.Tasks.Task`1", "ContinueWith"),
    ];
}
