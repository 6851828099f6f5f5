namespace ProdReady.Facts;

/// <summary>The words by which people call the endpoint an orchestrator asks.</summary>
internal static class RouteWords
{
    /// <summary>Words that mean health wherever they are written.</summary>
    public static readonly string[] Certain =
        ["health", "healthz", "healthcheck", "healthchecks", "health-check", "health_check", "livez", "liveness", "readyz", "readiness", "alive", "isalive", "is-alive", "healthy", "heartbeat", "_health", "hc"];

    /// <summary>Words that mean health where a route is written.</summary>
    public static readonly string[] InRoutes = ["live", "ready", "ping", "status", "up", "version", "probe"];

    /// <summary>Words of a path by which an orchestrator asks whether the process has to be restarted.</summary>
    public static readonly string[] Alive = ["live", "livez", "liveness", "alive", "isalive", "is-alive", "ping", "heartbeat", "up"];

    /// <summary>Words of a path by which it asks whether the instance can take traffic.</summary>
    public static readonly string[] Ready = ["ready", "readyz", "readiness"];

    /// <summary>Types that answer for health whatever their routes are.</summary>
    public static readonly string[] Types = ["PingController", "StatusController", "ProbeController", "LiveController", "ReadyController"];

    /// <summary>Words that mean health in whatever part of a route or of a name they are.</summary>
    public static readonly string[] Stems = ["health", "liveness", "readiness", "alive", "heartbeat"];

    /// <summary>Whether one of <see cref="Stems"/> is part of <paramref name="text"/>.</summary>
    public static bool Hint(string text) => Stems.Any(stem => text.IndexOf(stem, StringComparison.OrdinalIgnoreCase) >= 0);

    /// <summary>Whether <paramref name="text"/> is a constant that reads like the path of a health endpoint.</summary>
    public static bool IsPath(string text) => Hint(text) || Names(text, Certain) || Names(text, InRoutes);

    /// <summary>Whether <paramref name="text"/> is a path with one of the <paramref name="words"/> in it.</summary>
    public static bool Names(string text, string[] words) =>
        text.Length is > 0 and < 100 && text.Split('/').Any(segment => words.Contains(segment.Trim(), StringComparer.OrdinalIgnoreCase));
}
