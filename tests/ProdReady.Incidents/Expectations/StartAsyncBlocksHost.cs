using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The service waits for the inventory before it starts: it prints nothing, serves nothing, and does not hear SIGTERM.</summary>
public sealed class StartAsyncBlocksHost() : Incident("PRD106", findings: 1)
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prodready-start-").FullName;

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start(_folder);
        await IsWaiting();
        Assert.Empty(service.Lines);

        service.Terminate();
        await service.Says("Application is shutting down");
        Assert.True(await service.IsStillRunningAfter(TimeSpan.FromSeconds(5)));
        await service.Kill();
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start(_folder);
        await IsWaiting();

        service.Terminate();
        await service.Exit(within: TimeSpan.FromSeconds(30));
    }

    /// <summary>The inventory notes that it was asked.</summary>
    private async Task IsWaiting()
    {
        var asked = Path.Combine(_folder, "asked");
        for (var left = 600; !File.Exists(asked); left--)
        {
            Assert.True(left > 0, "The inventory was not asked in time");
            await Task.Delay(100);
        }

        File.Delete(asked);
    }
}
