using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The bank answers in a fifth of a second. Asked under the lock of the table, twenty callers wait for each other as well: four seconds.</summary>
public sealed class BlockingCallUnderLock() : Incident("PRD405", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("20 callers stood in line");
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("20 callers were served side by side");
    }
}
