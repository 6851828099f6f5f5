using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>One of three customers gets no reminder. The failure was written for the debugger, and there is none in production: nobody can know.</summary>
public sealed class FailureRecordedNowhere() : Incident("PRD310", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var reminders = program.Start();
        Assert.Equal(0, await reminders.Exit());
        Assert.True(reminders.HasSaid("Reminded grace@example.org"));
        Assert.False(reminders.HasSaid("An address is empty"));
        Assert.Empty(reminders.Errors);
    }

    /// <summary>The others still get theirs, and the log says which one failed and why.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var reminders = program.Start();
        Assert.Equal(0, await reminders.Exit());
        Assert.True(reminders.HasSaid("Reminded grace@example.org"));
        Assert.True(reminders.HasSaid("System.ArgumentException: An address is empty"));
    }
}
