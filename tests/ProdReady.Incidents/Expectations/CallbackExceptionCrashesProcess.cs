using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>One look for payments fails. It was made in a timer's callback, so the whole service is gone.</summary>
public sealed class CallbackExceptionCrashesProcess() : Incident("PRD306", findings: 1)
{
    private const int Aborted = 134;

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Unhandled exception. System.Net.Http.HttpRequestException: Connection refused");
        Assert.Equal(Aborted, await service.Exit());
        Assert.False(service.HasSaid("Payment service is still here"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("Payment service is still here");
        Assert.Equal(0, await service.Exit());
        Assert.True(service.HasSaid("System.Net.Http.HttpRequestException: Connection refused"));
    }
}
