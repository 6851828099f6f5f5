using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What an orchestrator asks a path for, by its words: those between slashes, and the parts of such words, as in <c>/app-ready</c>.</summary>
internal static class ProbePaths
{
    /// <summary>Whether it is asked if the process has to be restarted.</summary>
    public static bool AskIfAlive(string path) => Has(path, RouteWords.Alive);

    /// <summary>Whether it is asked if the instance can take traffic.</summary>
    public static bool AskIfReady(string path) => Has(path, RouteWords.Ready);

    private static bool Has(string path, string[] words) => RouteWords.Names(path, words) || RouteWords.Names(path.Replace('-', '/').Replace('_', '/'), words);
}
