using ProdReady.Rollout;

namespace ProdReady.Tests.Rollout;

public class EnsureCreatedOutsideDevelopmentFixerTests
{
    private const string Usings = """
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Migrations;

        """;

    private const string Migrations = """
        class First : Migration { protected override void Up(MigrationBuilder migrationBuilder) { } }
        """;

    private static string Application(string statements, string types = "") => Usings + $$"""
        var app = WebApplication.Create(args);
        using var scope = app.Services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<Shop>();
        {{statements}}
        app.Run();

        class Shop : DbContext { }
        {{types}}
        """;

    [Fact]
    public Task The_migrations_are_run_instead() => Check.Fix<EnsureCreatedOutsideDevelopment, EnsureCreatedOutsideDevelopmentFixer>(Application("""
        // Tables.
        await db.Database.[|EnsureCreatedAsync|]();
        """, Migrations), Application("""
        // Tables.
        app.Logger.LogInformation("Migrating the database; this waits while another process holds __EFMigrationsLock");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await db.Database.MigrateAsync(deadline.Token);
        }
        catch (Exception e) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException("The database was not migrated within 60 seconds; if no other process is migrating, the row that is left in __EFMigrationsLock must be deleted", e);
        }

        """, Migrations), Target.Web.With(("prodready.PRD703.timeout", "60")));

    [Fact]
    public Task Where_nothing_can_be_awaited_it_is_waited_for() => Check.Fix<EnsureCreatedOutsideDevelopment, EnsureCreatedOutsideDevelopmentFixer>(Application("Prepare(db);", """
        partial class Program
        {
            static void Prepare(Shop shop)
            {
                shop.Database.[|EnsureCreated|]();
            }
        }
        """ + "\n" + Migrations), Application("Prepare(db);", """
        partial class Program
        {
            static void Prepare(Shop shop)
            {
                Console.Error.WriteLine("Migrating the database; this waits while another process migrates it");
                using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(300));
                try
                {
                    shop.Database.MigrateAsync(deadline.Token).GetAwaiter().GetResult();
                }
                catch (Exception e) when (deadline.IsCancellationRequested)
                {
                    throw new TimeoutException("The database was not migrated within 300 seconds; another process may be migrating it, or holds the migration lock", e);
                }
            }
        }
        """ + "\n" + Migrations), Target.Web with { References = Providers.Postgres });

    [Theory]
    [InlineData("if (db.Database.[|EnsureCreated|]()) Console.WriteLine();", Migrations)]
    [InlineData("db.Database.[|EnsureDeleted|]();", Migrations)]
    [InlineData("db.Database.[|EnsureCreated|]();", "")]
    public Task What_is_no_migration_has_no_fix(string statements, string types) => Check.NoFix<EnsureCreatedOutsideDevelopment, EnsureCreatedOutsideDevelopmentFixer>(Application(statements, types), Target.Web);
}
