using System.Net;
using System.Net.Sockets;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The shop asks for its prices before it serves, and nobody answers: it hangs without having printed a line.</summary>
public sealed class SilentStartupStep() : Incident("PRD803", findings: 1)
{
    protected override Task InProduction(Program program) => Asking(program, async shop =>
    {
        Assert.True(await shop.IsStillRunningAfter(TimeSpan.FromSeconds(5)));
        Assert.Empty(shop.Lines);
    });

    protected override Task AfterTheFix(Program program) => Asking(program, shop => shop.Says("Calling another service"));

    /// <summary>The other machine takes the call, and that is all it does.</summary>
    private static async Task Asking(Program program, Func<RunningApp, Task> look)
    {
        using var prices = new TcpListener(IPAddress.Loopback, 0);
        prices.Start();
        await using var shop = program.Start($"http://localhost:{((IPEndPoint)prices.LocalEndpoint).Port}");
        using var call = await prices.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(60));
        await look(shop);
        await shop.Kill();
    }
}
