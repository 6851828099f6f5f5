using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A time that no timer can have was meant as "without limit": the host crashes when it is told to stop, before it has stopped anything.</summary>
public sealed class ShutdownTimeoutMistake() : Incident("PRD214", findings: 1)
{
    /// <summary>What the runtime ends a process with that has thrown.</summary>
    private const int Crashed = 134;

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Application started");

        service.Terminate();
        Assert.Equal(Crashed, await service.Exit());
        Assert.True(service.HasSaid("ArgumentOutOfRangeException"));
        Assert.False(service.HasSaid("The bookings are written"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("Application started");

        service.Terminate();
        Assert.Equal(0, await service.Exit());
        Assert.True(service.HasSaid("The bookings are written"));
    }
}
