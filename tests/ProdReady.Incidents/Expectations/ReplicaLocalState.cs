using System.Net;
using System.Text.RegularExpressions;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>Ada logs in at one replica. The load balancer sends her next request to the other one, to which she is nobody.</summary>
public sealed partial class ReplicaLocalState() : Incident("PRD704", findings: 1)
{
    protected override async Task InProduction(Program program) => Assert.Equal("nobody", await WhoIsAda(program));

    protected override async Task AfterTheFix(Program program) => Assert.Equal("ada", await WhoIsAda(program));

    private static async Task<string> WhoIsAda(Program program)
    {
        await using var first = program.Start(Home());
        await using var second = program.Start(Home());
        // One browser for both: cookies do not know of ports.
        using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { Timeout = TimeSpan.FromSeconds(60) };
        var (here, there) = (await AddressOf(first), await AddressOf(second));
        (await browser.GetAsync(new Uri(here, "/login"))).EnsureSuccessStatusCode();
        Assert.Equal("ada", await browser.GetStringAsync(new Uri(here, "/me")));
        return await browser.GetStringAsync(new Uri(there, "/me"));
    }

    private static string Home() => Directory.CreateTempSubdirectory("prodready-replica-").FullName;

    private static async Task<Uri> AddressOf(RunningApp app) => new(ListeningOn().Match(await app.Says("Now listening on: ")).Groups[1].Value);

    [GeneratedRegex(@"Now listening on: (\S+)")]
    private static partial Regex ListeningOn();
}
