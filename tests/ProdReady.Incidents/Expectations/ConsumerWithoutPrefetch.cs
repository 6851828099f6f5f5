using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>
/// A backlog of 300 MB waits for workers with 100 MB each. The broker sends all of it to whoever connects: two workers, one after the other, run out of memory
/// and are killed, and hardly anything is done. Where nothing is acknowledged, it is empty.
/// </summary>
public sealed class ConsumerWithoutPrefetch() : Incident("PRD602", findings: 2)
{
    private const int Messages = 300;
    private const int Size = 1_000_000;

    protected override async Task InProduction(Program program)
    {
        await using var broker = new AmqpBroker(Messages, Size);
        for (var worker = 1; worker <= 2; worker++)
        {
            await using var consumer = program.Start("acknowledging", broker.Port);
            // "Out of memory." or an OutOfMemoryException: it depends on who wants the last byte.
            await consumer.Says("emory");
            await consumer.Kill();
            await broker.IsLeftAlone();
            Assert.InRange(broker.Done, 0, Messages / 3);
        }

        await using var unseen = new AmqpBroker(Messages, size: 64);
        await using var losing = program.Start("unseen", unseen.Port);
        await losing.Says("Booked: 5");
        await losing.Kill();
        await unseen.IsLeftAlone();
        Assert.Equal(0, unseen.Ready);
    }

    /// <summary>What is not worked on yet waits in the broker, for this worker and for others.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        foreach (var way in new[] { "acknowledging", "unseen" })
        {
            await using var broker = new AmqpBroker(Messages, Size);
            await using var consumer = program.Start(way, broker.Port);
            await consumer.Says("Booked: 5");
            await consumer.Kill();
            await broker.IsLeftAlone();
            Assert.InRange(broker.MostUnacknowledged, 1, 32);
            // The fifth is booked, and the worker may be killed before the broker has read that it is acknowledged.
            Assert.InRange(broker.Done, 4, Messages);
            Assert.InRange(broker.Ready, Messages / 2, Messages - 4);
        }
    }
}
