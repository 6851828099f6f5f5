using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The service starts, the entry point returns, and the process is gone with exit code 0: a supervisor takes that for the end of a job.</summary>
public sealed class HostRunNotAwaited() : Incident("PRD105", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var holder = program.Start();
        Assert.Equal(0, await holder.Exit());
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
