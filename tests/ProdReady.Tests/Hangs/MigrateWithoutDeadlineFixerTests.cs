using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class MigrateWithoutDeadlineFixerTests
{
    private static readonly Target Elsewhere = new() { References = [.. References.All.Where(reference => Path.GetFileName(reference.Display) != "Microsoft.EntityFrameworkCore.Sqlite.dll")] };

    [Fact]
    public Task A_migration_at_start_is_awaited_under_a_deadline() => Check.Fix<MigrateWithoutDeadline, MigrateWithoutDeadlineFixer>("""
        using Microsoft.EntityFrameworkCore;

        var app = WebApplication.Create(args);
        using (var scope = app.Services.CreateScope())
        {
            // The newest schema.
            scope.ServiceProvider.GetRequiredService<Shop>().Database.[|Migrate|](); // at every start
        }

        app.Run();

        class Shop : DbContext { }
        """, """
        using Microsoft.EntityFrameworkCore;

        var app = WebApplication.Create(args);
        using (var scope = app.Services.CreateScope())
        {
            // The newest schema.
            app.Logger.LogInformation("Migrating the database; this waits while another process holds __EFMigrationsLock");
            using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(300));
            try
            {
                await scope.ServiceProvider.GetRequiredService<Shop>().Database.MigrateAsync(deadline.Token);
            }
            catch (Exception e) when (deadline.IsCancellationRequested)
            {
                throw new TimeoutException("The database was not migrated within 300 seconds; if no other process is migrating, the row that is left in __EFMigrationsLock must be deleted", e);
            } // at every start
        }

        app.Run();

        class Shop : DbContext { }
        """);

    [Fact]
    public Task Top_level_statements_without_logging_write_to_standard_error() => Check.Fix<MigrateWithoutDeadline, MigrateWithoutDeadlineFixer>("""
        using Microsoft.EntityFrameworkCore;

        using var shop = new Shop();
        await shop.Database.[|MigrateAsync|](CancellationToken.None).ConfigureAwait(false);
        Console.WriteLine("Migrated");

        class Shop : DbContext { }
        """, """
        using Microsoft.EntityFrameworkCore;

        using var shop = new Shop();
        Console.Error.WriteLine("Migrating the database; this waits while another process holds __EFMigrationsLock");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await shop.Database.MigrateAsync(deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException("The database was not migrated within 20 seconds; if no other process is migrating, the row that is left in __EFMigrationsLock must be deleted", e);
        }

        Console.WriteLine("Migrated");

        class Shop : DbContext { }
        """, new Target().With(("prodready.PRD407.timeout", "20")));

    [Fact]
    public Task A_synchronous_Main_waits_under_a_deadline() => Check.Fix<MigrateWithoutDeadline, MigrateWithoutDeadlineFixer>("""
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Migrations;

        class Program
        {
            static void Main(string[] args)
            {
                using var shop = new DbContext(new DbContextOptionsBuilder().Options);
                if (args.Length > 0) shop.GetService<IMigrator>().[|Migrate|]();
                else shop.Database.[|Migrate|]("Initial");
            }
        }
        """, """
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Migrations;

        class Program
        {
            static void Main(string[] args)
            {
                using var shop = new DbContext(new DbContextOptionsBuilder().Options);
                if (args.Length > 0)
                {
                    Console.Error.WriteLine("Migrating the database; this waits while another process migrates it");
                    using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(300));
                    try
                    {
                        shop.GetService<IMigrator>().MigrateAsync(cancellationToken: deadline.Token).GetAwaiter().GetResult();
                    }
                    catch (Exception e) when (deadline.IsCancellationRequested)
                    {
                        throw new TimeoutException("The database was not migrated within 300 seconds; another process may be migrating it, or holds the migration lock", e);
                    }
                }
                else
                {
                    Console.Error.WriteLine("Migrating the database; this waits while another process migrates it");
                    using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(300));
                    try
                    {
                        shop.Database.MigrateAsync("Initial", deadline.Token).GetAwaiter().GetResult();
                    }
                    catch (Exception e) when (deadline.IsCancellationRequested)
                    {
                        throw new TimeoutException("The database was not migrated within 300 seconds; another process may be migrating it, or holds the migration lock", e);
                    }
                }
            }
        }
        """, Elsewhere);

    [Fact]
    public Task A_token_in_scope_still_stops_it() => Check.Fix<MigrateWithoutDeadline, MigrateWithoutDeadlineFixer>("""
        using Microsoft.EntityFrameworkCore;

        Host.CreateDefaultBuilder(args).Build().Run();

        class Shop : DbContext { }

        class Migrator : IHostedService
        {
            private readonly Shop shop = null!;
            private readonly ILogger<Migrator> logger = null!;
            public async Task StartAsync(CancellationToken cancellationToken)
            {
                await shop.Database.[|MigrateAsync|]();
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """, """
        using Microsoft.EntityFrameworkCore;

        Host.CreateDefaultBuilder(args).Build().Run();

        class Shop : DbContext { }

        class Migrator : IHostedService
        {
            private readonly Shop shop = null!;
            private readonly ILogger<Migrator> logger = null!;
            public async Task StartAsync(CancellationToken cancellationToken)
            {
                logger.LogInformation("Migrating the database; this waits while another process holds __EFMigrationsLock");
                using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                deadline.CancelAfter(TimeSpan.FromSeconds(300));
                try
                {
                    await shop.Database.MigrateAsync(deadline.Token);
                }
                catch (Exception e) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    throw new TimeoutException("The database was not migrated within 300 seconds; if no other process is migrating, the row that is left in __EFMigrationsLock must be deleted", e);
                }
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task A_migration_inside_an_expression_is_left_to_its_author() => Check.NoFix<MigrateWithoutDeadline, MigrateWithoutDeadlineFixer>("""
        using Microsoft.EntityFrameworkCore;

        using var shop = new DbContext(new DbContextOptionsBuilder().Options);
        await shop.Database.CreateExecutionStrategy().ExecuteAsync(() => shop.Database.[|MigrateAsync|]());
        """);
}
