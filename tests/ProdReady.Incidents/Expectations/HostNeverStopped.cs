using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The host takes SIGTERM and says that it is shutting down; nobody stops it, and the lease is held until the process is killed.</summary>
public sealed class HostNeverStopped() : Incident("PRD213", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var holder = program.Start();
        await holder.Says("The lease is taken");
        await holder.Says("Application started");

        holder.Terminate();
        await holder.Says("Application is shutting down");
        Assert.True(await holder.IsStillRunningAfter(TimeSpan.FromSeconds(5)));
        Assert.False(holder.HasSaid("The lease is given back"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var holder = program.Start();
        await holder.Says("Application started");

        holder.Terminate();
        Assert.Equal(0, await holder.Exit());
        Assert.True(holder.HasSaid("The lease is given back"));
    }
}
