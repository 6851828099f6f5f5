using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>One malformed message ends the replica that takes it. It is delivered again, and ends the next one; what is behind it in the queue is never booked.</summary>
public sealed class OverCatchAborts() : Incident("PRD305", findings: 1)
{
    private readonly string _queue = Path.Combine(Path.GetTempPath(), $"queue-{Guid.NewGuid():N}");

    protected override async Task InProduction(Program program)
    {
        await File.WriteAllLinesAsync(_queue, ["1,100", "2,1oo", "3,300"]);
        await using var first = program.Start(_queue);
        Assert.Equal(1, await first.Exit());
        Assert.True(first.HasSaid("Booked 100 of 1,100"));

        await using var second = program.Start(_queue);
        Assert.Equal(1, await second.Exit());
        Assert.False(second.HasSaid("Booked"));
        Assert.Equal(["2,1oo", "3,300"], await File.ReadAllLinesAsync(_queue));
        File.Delete(_queue);
    }

    protected override async Task AfterTheFix(Program program)
    {
        await File.WriteAllLinesAsync(_queue, ["1,100", "2,1oo", "3,300"]);
        await using var only = program.Start(_queue);
        await only.Says("The queue is empty");
        Assert.True(only.HasSaid("Set aside: 2,1oo"));
        Assert.True(only.HasSaid("Booked 300 of 3,300"));
        only.Terminate();
        Assert.Equal(0, await only.Exit());
        Assert.Empty(await File.ReadAllLinesAsync(_queue));
        File.Delete(_queue);
    }
}
