using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The first start has made the tables. The first migration, months later, finds them there and fails, and with it the rollout.</summary>
public sealed class EnsureCreatedOutsideDevelopment() : Incident("PRD703", findings: 1)
{
    private readonly string _database = Path.Combine(Directory.CreateTempSubdirectory("prodready-created-").FullName, "shop.db");

    protected override async Task InProduction(Program program)
    {
        await Serve(program);
        await using var release = program.Start(_database, "--migrate");
        Assert.NotEqual(0, await release.Exit());
        Assert.Contains(release.Errors, line => line.Contains("table \"Orders\" already exists", StringComparison.Ordinal));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await Serve(program);
        await using var release = program.Start(_database, "--migrate");
        await release.Says("Migrated");
        Assert.Equal(0, await release.Exit());
    }

    private async Task Serve(Program program)
    {
        await using var service = program.Start(_database);
        Assert.Equal(HttpStatusCode.OK, await service.Get("/healthz"));
        service.Terminate();
        await service.Exit();
    }
}
