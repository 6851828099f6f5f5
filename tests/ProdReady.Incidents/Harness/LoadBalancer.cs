using System.Diagnostics;
using System.Net;

namespace ProdReady.Incidents.Harness;

/// <summary>Who sends requests to an instance, and hears of its end a little later than the instance itself.</summary>
internal static class LoadBalancer
{
    /// <summary>Less than the fixes of a stop wait.</summary>
    private static readonly TimeSpan UntilItKnows = TimeSpan.FromSeconds(2);

    /// <summary>Goes on sending until it knows.</summary>
    /// <exception cref="HttpRequestException">The instance has refused one.</exception>
    public static async Task GoesOnSending(RunningApp service, string path)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < UntilItKnows;)
            Assert.Equal(HttpStatusCode.OK, await service.Get(path));
    }
}
