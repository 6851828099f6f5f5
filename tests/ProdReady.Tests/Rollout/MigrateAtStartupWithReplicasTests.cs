using ProdReady.Rollout;

namespace ProdReady.Tests.Rollout;

public class MigrateAtStartupWithReplicasTests
{
    private const string Usings = """
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Migrations;
        using Microsoft.EntityFrameworkCore.Storage;

        """;

    private static readonly Target OnPostgres = Target.Web with { References = Providers.Postgres };

    private static Task Program(string statements, string types = "", Target? project = null) => Check.Rule<MigrateAtStartupWithReplicas>(Usings + $$"""
        var app = WebApplication.Create(args);
        using var scope = app.Services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<Shop>();
        {{statements}}
        app.Run();

        class Shop : DbContext { }
        {{types}}
        """, project ?? OnPostgres);

    private static Task Worker(string types, Target? project = null) => Check.Rule<MigrateAtStartupWithReplicas>(Usings + $$"""
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Migrator>();
        builder.Build().Run();

        class Shop : DbContext { }
        {{types}}
        """, project ?? Target.Worker with { References = Providers.Postgres });

    [Theory]
    [InlineData("db.Database.[|Migrate|]();")]
    [InlineData("await db.Database.[|MigrateAsync|](app.Lifetime.ApplicationStopping);")]
    [InlineData("await db.GetService<IMigrator>().[|MigrateAsync|](\"Third\");")]
    [InlineData("if (db.Database.GetPendingMigrations().Any()) db.Database.[|Migrate|]();")]
    [InlineData("var pending = await db.Database.GetPendingMigrationsAsync(); if (pending.Any()) { await db.Database.[|MigrateAsync|](); }")]
    [InlineData("if (db.Database.ProviderName != null) db.Database.[|Migrate|]();")]
    [InlineData("if (!app.Environment.IsDevelopment()) db.Database.[|Migrate|]();")]
    [InlineData("try { db.Database.[|Migrate|](); } catch (Exception e) { Console.WriteLine(e); throw; }")]
    [InlineData("for (var i = 0; i < 3; i++) { db.Database.[|Migrate|](); }")]
    [InlineData("if (args.Contains(\"--version\")) { Console.WriteLine(1); return; } db.Database.[|Migrate|]();")]
    [InlineData("await db.Database.CreateExecutionStrategy().ExecuteAsync(() => db.Database.[|MigrateAsync|]());")]
    [InlineData("foreach (var each in new[] { db }.Select(context => { context.Database.[|Migrate|](); return context; })) { }")]
    public Task A_migration_at_each_start_is_reported(string statements) => Program(statements);

    [Theory]
    [InlineData("if (args.Contains(\"--migrate\")) { db.Database.Migrate(); return; }")]
    [InlineData("if (app.Configuration.GetValue<bool>(\"Migrate\")) db.Database.Migrate();")]
    [InlineData("var wanted = args.Length > 0; if (wanted) { db.Database.Migrate(); }")]
    [InlineData("if (app.Environment.IsDevelopment()) db.Database.Migrate();")]
    [InlineData("if (!app.Environment.IsDevelopment()) return; db.Database.Migrate();")]
    [InlineData("switch (args[0]) { case \"migrate\": db.Database.Migrate(); return; }")]
    [InlineData("_ = args.Length > 0 && Run(); bool Run() { db.Database.Migrate(); return true; }")]
    [InlineData("try { Console.WriteLine(); } catch { db.Database.Migrate(); }")]
    [InlineData("app.MapPost(\"/migrate\", () => db.Database.Migrate());")]
    [InlineData("app.Lifetime.ApplicationStopped.Register(() => db.Database.Migrate());")]
    public Task A_migration_that_is_chosen_is_left_alone(string statements) => Program(statements);

    [Fact]
    public Task A_helper_that_migrates_is_reported() => Program("app.Prepare();", """
        static class Preparation
        {
            public static void Prepare(this WebApplication app) => Apply(new Shop());

            static void Apply(Shop shop) => shop.Database.[|Migrate|]();
        }
        """);

    [Theory]
    [InlineData("if (args.Contains(\"--migrate\")) app.Prepare();", "")]
    [InlineData("app.Prepare();", "if (Environment.GetEnvironmentVariable(\"MIGRATE\") == null) return;")]
    [InlineData("app.Prepare();", "if (Environment.GetEnvironmentVariable(\"MIGRATE\") == null) { return; }")]
    [InlineData("", "")]
    public Task A_helper_that_is_chosen_is_left_alone(string statements, string before) => Program(statements, $$"""
        static class Preparation
        {
            public static void Prepare(this WebApplication app) { {{before}} new Shop().Database.Migrate(); }
        }
        """);

    [Fact]
    public Task A_helper_that_returns_when_nothing_is_pending_is_reported() => Program("Prepare(db);", """
        partial class Program
        {
            static void Prepare(Shop shop)
            {
                if (!shop.Database.GetPendingMigrations().Any()) return;
                shop.Database.[|Migrate|]();
            }
        }
        """);

    [Fact]
    public Task A_startup_class_that_migrates_is_reported() => Check.Rule<MigrateAtStartupWithReplicas>(Usings + """
        Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

        class Shop : DbContext { }
        class Startup
        {
            public void Configure(IApplicationBuilder app)
            {
                using var scope = app.ApplicationServices.CreateScope();
                scope.ServiceProvider.GetRequiredService<Shop>().Database.[|Migrate|]();
            }
        }
        """, OnPostgres);

    [Fact]
    public Task A_hosted_service_that_migrates_when_it_starts_is_reported() => Worker("""
        class Migrator : BackgroundService
        {
            private readonly IServiceProvider _services = null!;

            public override Task StartAsync(CancellationToken token) => _services.MigrateShopAsync((_, _) => Task.CompletedTask);

            protected override Task ExecuteAsync(CancellationToken token) => Task.CompletedTask;
        }

        static class Migrations
        {
            public static async Task MigrateShopAsync(this IServiceProvider services, Func<Shop, IServiceProvider, Task> seed)
            {
                using var scope = services.CreateScope();
                var shop = scope.ServiceProvider.GetRequiredService<Shop>();
                var strategy = shop.Database.CreateExecutionStrategy();
                await strategy.ExecuteAsync(() => InvokeAsync(seed, shop, scope.ServiceProvider));
            }

            private static async Task InvokeAsync<TContext>(Func<TContext, IServiceProvider, Task> seed, TContext shop, IServiceProvider services) where TContext : DbContext
            {
                try
                {
                    await shop.Database.[|MigrateAsync|]();
                    await seed(shop, services);
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                    throw;
                }
            }
        }
        """);

    [Fact]
    public Task A_worker_that_stops_its_host_is_left_alone() => Worker("""
        class Migrator : IHostedService
        {
            private readonly IHostApplicationLifetime _lifetime = null!;
            public async Task StartAsync(CancellationToken token) { await new Shop().Database.MigrateAsync(token); _lifetime.StopApplication(); }
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task The_work_of_a_worker_is_left_alone() => Worker("""
        class Migrator : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken token) { await Task.Yield(); await new Shop().Database.MigrateAsync(token); }
        }
        """);

    [Fact]
    public Task A_program_that_only_migrates_is_left_alone() => Check.Rule<MigrateAtStartupWithReplicas>(Usings + """
        var app = WebApplication.Create(args);
        app.Services.GetRequiredService<Shop>().Database.Migrate();

        class Shop : DbContext { }
        """, OnPostgres);

    [Fact]
    public Task What_comes_behind_the_run_is_left_alone() => Check.Rule<MigrateAtStartupWithReplicas>(Usings + """
        var app = WebApplication.Create(args);
        app.Run();
        new Shop().Database.Migrate();

        class Shop : DbContext { }
        """, OnPostgres);

    [Fact]
    public Task SQLite_is_left_alone() => Program("db.Database.Migrate();", project: Target.Web);

    [Fact]
    public Task SQLite_that_is_chosen_is_left_alone() => Program("db.Database.Migrate();", "class Options { void Set(DbContextOptionsBuilder options) => options.UseSqlite(\"shop.db\"); }");

    [Fact]
    public Task A_choice_of_two_databases_is_reported() => Program("db.Database.[|Migrate|]();", """
        class Options { void Set(DbContextOptionsBuilder options, bool small) { if (small) options.UseSqlite("shop.db"); else options.UseNpgsql("Host=shop"); } }
        """);

    [Fact]
    public Task A_choice_of_ones_own_method_is_left_alone() => Program("db.Database.Migrate();", """
        static class Options
        {
            static void Set(DbContextOptionsBuilder options) { options.UseSqlite("shop.db"); UseNpgsql(); }
            static void UseNpgsql() { }
        }
        """);

    [Theory]
    [InlineData("1", false)]
    [InlineData("2", true)]
    [InlineData("many", true)]
    public Task One_replica_is_left_alone(string replicas, bool isReported) =>
        Program(isReported ? "db.Database.[|Migrate|]();" : "db.Database.Migrate();", project: OnPostgres with { Properties = new(OnPostgres.Properties) { ["ProdReadyReplicas"] = replicas } });

    [Fact]
    public async Task Without_a_lock_the_message_says_so()
    {
        var found = await Check.Rule<MigrateAtStartupWithReplicas>(Usings + """
            var app = WebApplication.Create(args);
            new Shop().Database.[|Migrate|]();
            app.Run();

            class Shop : DbContext { }
            """, Target.Web with { References = Providers.OlderPostgres });
        Assert.Contains("no lock keeps two of them apart", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public Task A_library_is_left_alone() => Check.Rule<MigrateAtStartupWithReplicas>(Usings + """
        class Migrator : IHostedService
        {
            public Task StartAsync(CancellationToken token) => new DbContext(new DbContextOptions<DbContext>()).Database.MigrateAsync(token);
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
        }
        """, Target.Library with { References = Providers.Postgres });
}
