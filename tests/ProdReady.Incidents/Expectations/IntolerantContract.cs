using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>Version N and N+1 run side by side for the time of an update, and read what the other writes.</summary>
public sealed class IntolerantContract() : Incident("PRD706", findings: 4)
{
    protected override async Task InProduction(Program program)
    {
        await using var queue = program.Start();
        await queue.Says("4 of 4 messages are in the error queue");
        Assert.Equal(0, await queue.Exit());
        Assert.True(queue.HasSaid("Version N+1 cannot read a message of N: "));
        Assert.True(queue.HasSaid("Version N+1 cannot read a message of N+2: "));
        Assert.True(queue.HasSaid("Version N cannot read a state of N+1: "));
        Assert.True(queue.HasSaid("Version N cannot read a payment of N+1: "));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var queue = program.Start();
        await queue.Says("0 of 4 messages are in the error queue");
        Assert.Equal(0, await queue.Exit());
        Assert.True(queue.HasSaid("Version N has read a state of N+1: Parcel { State = Unknown }"));
        Assert.True(queue.HasSaid("Version N has read a payment of N+1: Payment { Amount = 20 }"));
    }
}
