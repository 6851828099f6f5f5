namespace ProdReady.Facts;

/// <summary>Work that goes on beside the code that started it.</summary>
internal static class BackgroundApis
{
    /// <summary>Run a delegate on the pool and return its task.</summary>
    public static readonly Api[] RunOnPool =
    [
        new("System.Threading.Tasks.Task", "Run"),
        new("System.Threading.Tasks.TaskFactory", "StartNew"),
    ];
}
