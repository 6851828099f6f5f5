using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

Calendar.Days = long.Parse(args[1], CultureInfo.InvariantCulture);

var builder = WebApplication.CreateBuilder();
builder.Services.AddHealthChecks();
var app = builder.Build();
app.MapHealthChecks("/healthz");

app.Logger.LogInformation("Shop is starting");
using var shop = new Shop(args[0]);
await shop.Database.MigrateAsync(app.Lifetime.ApplicationStopping);
app.Run();

/// <summary>A file on a laptop and in this incident, PostgreSQL where users are. Both take one lock for all who migrate.</summary>
sealed class Shop(string database) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder options)
    {
        if (database.EndsWith(".db", StringComparison.Ordinal)) options.UseSqlite($"Data Source={database}");
        else options.UseNpgsql(database);
    }
}

[DbContext(typeof(Shop))]
[Migration("20260301000000_Calendar")]
sealed class Calendar : Migration
{
    public static long Days { get; set; }

    protected override void Up(MigrationBuilder migration)
    {
        Console.WriteLine("Adding the calendar");
        migration.Sql("CREATE TABLE Days (Number INTEGER)");
        migration.Sql($"WITH RECURSIVE day(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM day WHERE number < {Days}) INSERT INTO Days SELECT COUNT(*) FROM day");
    }
}
