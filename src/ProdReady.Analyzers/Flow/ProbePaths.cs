namespace ProdReady.Flow;

/// <summary>What an orchestrator asks a path for, by its words.</summary>
internal static class ProbePaths
{
    private static readonly string[] Alive = ["live", "livez", "liveness", "alive", "isalive", "is-alive", "ping", "heartbeat", "up"];

    private static readonly string[] Ready = ["ready", "readyz", "readiness"];

    /// <summary>Whether it is asked if the process has to be restarted.</summary>
    public static bool AskIfAlive(string path) => Has(path, Alive);

    /// <summary>Whether it is asked if the instance can take traffic.</summary>
    public static bool AskIfReady(string path) => Has(path, Ready);

    private static bool Has(string path, string[] words) =>
        path.Split('/', '-', '_').Any(segment => words.Contains(segment, StringComparer.OrdinalIgnoreCase)) || path.Split('/').Any(segment => words.Contains(segment, StringComparer.OrdinalIgnoreCase));
}
