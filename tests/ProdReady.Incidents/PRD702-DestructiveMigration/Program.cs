using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

using var shop = new Shop(file: args[0]);
using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(10));

// Version 41 knows the total of an order, version 42 calls it amount. While 42 is rolled out, both run.
if (args[1] == "41")
{
    await shop.GetService<IMigrator>().MigrateAsync("20260101000000_Orders", deadline.Token);
    await shop.Database.ExecuteSqlRawAsync("INSERT INTO Orders (Id, Total) VALUES (1, 100)", deadline.Token);
    for (var number = 1; !deadline.IsCancellationRequested; number++)
    {
        try
        {
            var total = await shop.Database.SqlQueryRaw<decimal>("SELECT o.Total AS Value FROM Orders o").SingleAsync(deadline.Token);
            Console.WriteLine($"41 answers request {number}: {total}");
        }
        catch (SqliteException e)
        {
            Console.Error.WriteLine($"41 fails on request {number}: {e}");
        }

        await Task.Delay(200, deadline.Token);
    }
}
else
{
    await shop.Database.MigrateAsync(deadline.Token);
    var amount = await shop.Database.SqlQueryRaw<decimal>("SELECT o.Amount AS Value FROM Orders o").SingleAsync(deadline.Token);
    Console.WriteLine($"42 answers: {amount}");
}

sealed class Shop(string file) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseSqlite($"Data Source={file}");
}

[DbContext(typeof(Shop))]
[Migration("20260101000000_Orders")]
sealed class Orders : Migration
{
    protected override void Up(MigrationBuilder migration) => migration.CreateTable(
        name: "Orders",
        columns: table => new
        {
            Id = table.Column<int>(type: "INTEGER", nullable: false),
            Total = table.Column<decimal>(type: "TEXT", nullable: false),
        });
}

[DbContext(typeof(Shop))]
[Migration("20260201000000_Amount")]
sealed class Amount : Migration
{
    protected override void Up(MigrationBuilder migration)
    {
        migration.RenameColumn(
            name: "Total",
            table: "Orders",
            newName: "Amount");
    }

    protected override void Down(MigrationBuilder migration)
    {
        migration.RenameColumn(
            name: "Amount",
            table: "Orders",
            newName: "Total");
    }
}
