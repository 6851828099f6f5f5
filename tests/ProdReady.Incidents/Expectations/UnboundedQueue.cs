using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>Orders come faster than they are booked, in a process that may have 100 MB: it dies of them. With a capacity those who bring them wait, and all are booked.</summary>
public sealed class UnboundedQueue() : Incident("PRD601", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.NotEqual(0, await service.Exit());
        Assert.Contains(service.Lines, line => line.Contains("OutOfMemoryException", StringComparison.Ordinal) || line.Contains("Out of memory", StringComparison.Ordinal));
        Assert.False(service.HasSaid("Booked: "));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal("Booked: 6000", await service.Says("Booked: "));
        Assert.Equal(0, await service.Exit());
    }
}
