using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

var builder = WebApplication.CreateBuilder();
builder.Services.AddHealthChecks();
var app = builder.Build();
app.MapHealthChecks("/healthz");

app.Logger.LogInformation("Preparing the database");
using var shop = new Shop(file: args[0]);

// What the pipeline runs before it rolls out a version.
if (args.Contains("--migrate"))
{
    await shop.Database.MigrateAsync(app.Lifetime.ApplicationStopping);
    Console.WriteLine("Migrated");
    return;
}

await shop.Database.EnsureCreatedAsync();
app.Run();

sealed record Order(int Id);

sealed class Shop(string file) : DbContext
{
    public DbSet<Order> Orders => Set<Order>();

    protected override void OnConfiguring(DbContextOptionsBuilder options) =>
        options.UseSqlite($"Data Source={file}").ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
}

[DbContext(typeof(Shop))]
[Migration("20260101000000_Orders")]
sealed class Orders : Migration
{
    protected override void Up(MigrationBuilder migration) => migration.CreateTable(
        name: "Orders",
        columns: table => new { Id = table.Column<int>(type: "INTEGER", nullable: false) });
}
