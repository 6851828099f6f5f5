using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

Console.WriteLine("Shop is starting");
using var shop = new Shop(file: args[0]);
shop.Database.Migrate();
Console.WriteLine("Shop is open");

sealed class Shop(string file) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite($"Data Source={file}");
}

/// <summary>Counts all days there will ever be: quick on the developer's machine, where the table was empty.</summary>
[DbContext(typeof(Shop))]
[Migration("20260301000000_Calendar")]
sealed class Calendar : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        Console.WriteLine("Adding the calendar");
        migration.Sql("CREATE TABLE Days (Number INTEGER)");
        migration.Sql("WITH RECURSIVE day(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM day WHERE number < 9000000000) INSERT INTO Days SELECT COUNT(*) FROM day");
    }
}
