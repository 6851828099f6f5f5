using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>
/// Two of six orders cannot be read. One consumer acknowledges them: they are gone. One forgets the first of them: it gets nothing more.
/// One puts it back: it is delivered thousands of times in a second, and what waits behind it waits on.
/// </summary>
public sealed class FailedMessageMishandled() : Incident("PRD307", findings: 3)
{
    protected override async Task InProduction(Program program)
    {
        await using var acknowledging = program.Start("acknowledging");
        Assert.Equal(0, await acknowledging.Exit());
        Says(acknowledging, "Booked: 4", "Deliveries: 6", "Unacknowledged: 0", "Waiting: 0", "Dead-lettered: 0");

        await using var forgetting = program.Start("forgetting");
        Assert.Equal(0, await forgetting.Exit());
        Says(forgetting, "Booked: 1", "Deliveries: 2", "Unacknowledged: 1", "Waiting: 4", "Dead-lettered: 0");
        Assert.DoesNotContain(forgetting.Lines, line => line.Contains("FormatException"));

        await using var puttingBack = program.Start("putting back");
        Assert.Equal(0, await puttingBack.Exit());
        Says(puttingBack, "Booked: 1", "Waiting: 5", "Dead-lettered: 0");
        var deliveries = puttingBack.Lines.Single(line => line.StartsWith("Deliveries: ", StringComparison.Ordinal))["Deliveries: ".Length..];
        Assert.InRange(int.Parse(deliveries, System.Globalization.CultureInfo.InvariantCulture), 1000, int.MaxValue);
    }

    /// <summary>Each order is delivered once, the two are dead-lettered, and the log says why.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        foreach (var way in new[] { "acknowledging", "forgetting", "putting back" })
        {
            await using var consumer = program.Start(way);
            Assert.Equal(0, await consumer.Exit());
            Says(consumer, "Booked: 4", "Deliveries: 6", "Unacknowledged: 0", "Waiting: 0", "Dead-lettered: 2");
            Assert.Equal(2, consumer.Lines.Count(line => line.Contains("System.FormatException: ")));
        }
    }

    private static void Says(RunningApp consumer, params string[] lines) => Assert.All(lines, line => Assert.Contains(line, consumer.Lines));
}
