using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A delivery is not booked and nothing says so: the list of old findings covers the handler, and more than that, because nobody has taken out of it what was mended.</summary>
public sealed class StaleBaseline() : Incident("PRD004", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var job = program.Start();
        Assert.Equal(0, await job.Exit());
        Assert.True(job.HasSaid("In stock: 65"));
        Assert.Empty(job.Errors);
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var job = program.Start();
        Assert.Equal(0, await job.Exit());
        Assert.True(job.HasSaid("In stock: 65"));
        Assert.True(job.HasSaid("Delivery 'pears 3O' is not booked: System.FormatException"));
    }
}
