using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A service that books transfers is stopped between taking and giving: the shutdown is reported clean, and the money is gone.</summary>
public sealed class WorkNotAwaitedAtStop() : Incident("PRD207", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Taken, 990 in all accounts");

        service.Terminate();
        Assert.Equal(0, await service.Exit());
        Assert.False(service.HasSaid("Closed with 1000"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("Taken, 990 in all accounts");
        await service.Says("Application started");

        service.Terminate();
        Assert.Equal(0, await service.Exit());
        Assert.True(service.HasSaid("Closed with 1000"));
    }
}
