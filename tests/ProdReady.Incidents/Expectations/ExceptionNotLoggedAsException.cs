using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The log says which contract was not billed, and "Object reference not set to an instance of an object". It does not say where.</summary>
public sealed class ExceptionNotLoggedAsException() : Incident("PRD802", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var billing = program.Start();
        Assert.Equal(0, await billing.Exit());
        Assert.True(billing.HasSaid("Billing failed for A-2: Object reference not set"));
        Assert.False(billing.HasSaid("TariffOf"));
    }

    /// <summary>The entry leads to the line.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var billing = program.Start();
        Assert.Equal(0, await billing.Exit());
        Assert.True(billing.HasSaid("Billing failed for A-2"));
        Assert.True(billing.HasSaid("System.NullReferenceException: Object reference not set"));
        Assert.True(billing.HasSaid("at Billing.TariffOf("));
    }
}
