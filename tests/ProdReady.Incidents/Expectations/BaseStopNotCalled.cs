using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The meter reader overrides StopAsync for a log line: it is neither told to stop nor waited for, and its last readings are never stored.</summary>
public sealed class BaseStopNotCalled() : Incident("PRD212", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Application started");

        service.Terminate();
        await service.Says("The meter reader stops");
        Assert.Equal(0, await service.Exit());
        Assert.False(service.HasSaid("Stored"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("Application started");

        service.Terminate();
        Assert.Equal(0, await service.Exit());
        Assert.True(service.HasSaid("Stored"));
    }
}
