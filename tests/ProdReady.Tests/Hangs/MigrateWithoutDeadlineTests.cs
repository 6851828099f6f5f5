using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class MigrateWithoutDeadlineTests
{
    private const string Usings = """
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Design;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Migrations;

        """;

    private static Task Program(string statements, string types = "", Target? project = null) => Check.Rule<MigrateWithoutDeadline>(Usings + $$"""
        var app = WebApplication.Create(args);
        using var scope = app.Services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<Shop>();
        var shop = db.Database;
        {{statements}}
        app.Run();

        class Shop : DbContext { }
        {{types}}
        """, project);

    [Fact]
    public Task A_migration_at_start_is_reported() => Program("db.Database.[|Migrate|]();");

    [Fact]
    public Task An_awaited_migration_is_reported() => Program("await shop.[|MigrateAsync|]();");

    [Fact]
    public Task A_token_that_nobody_cancels_is_no_deadline_and_is_reported() => Program("""
        await shop.[|MigrateAsync|](default);
        await shop.[|MigrateAsync|](CancellationToken.None).ConfigureAwait(false);
        """);

    [Fact]
    public Task A_migration_to_a_target_is_reported() => Program("""
        shop.[|Migrate|]("Initial");
        await shop.GetService<IMigrator>().[|MigrateAsync|]("Initial");
        """);

    [Fact]
    public Task A_migration_that_is_waited_for_is_reported() => Program("""
        shop.[|MigrateAsync|]().Wait();
        shop.[|MigrateAsync|]().GetAwaiter().GetResult();
        """);

    [Fact]
    public Task A_migration_that_is_handed_to_a_retry_is_reported() => Program("""
        await shop.CreateExecutionStrategy().ExecuteAsync(() => shop.[|MigrateAsync|]());
        """);

    [Fact]
    public Task A_migration_in_a_worker_is_reported() => Check.Rule<MigrateWithoutDeadline>(Usings + """
        Host.CreateDefaultBuilder(args).Build().Run();

        class Shop : DbContext { }

        class Migrator : IHostedService
        {
            private readonly Shop shop = null!;
            public async Task StartAsync(CancellationToken token) => await shop.Database.[|MigrateAsync|]();

            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
        }
        """, Target.Worker);

    [Fact]
    public Task A_migration_of_ones_own_can_be_named_in_a_file_and_is_reported() => Check.Rule<MigrateWithoutDeadline>("""
        new Schema().[|Upgrade|]();

        class Schema { public void Upgrade() { } }
        """, new Target().WithFile("ProdReady.Apis.txt", "MigrationApis.Migrate = M:Schema.Upgrade"));

    [Fact]
    public Task A_migration_with_a_token_is_left_alone() => Program("""
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await shop.MigrateAsync(deadline.Token);
        await shop.MigrateAsync("Initial", deadline.Token);
        """);

    [Fact]
    public Task A_migration_with_a_limit_around_it_is_left_alone() => Program("""
        await shop.MigrateAsync().WaitAsync(TimeSpan.FromMinutes(5));
        shop.MigrateAsync().Wait(TimeSpan.FromMinutes(5));
        await Task.WhenAny(shop.MigrateAsync(), Task.Delay(1000));
        """);

    [Fact]
    public Task A_task_that_goes_elsewhere_is_left_alone() => Program("""
        var migration = shop.MigrateAsync();
        await migration.WaitAsync(TimeSpan.FromMinutes(5));
        """);

    [Fact]
    public Task A_method_of_the_same_name_is_left_alone() => Program("new Documents().Migrate();", "class Documents { public void Migrate() { } }");

    [Fact]
    public Task Versions_without_the_lock_are_left_alone() => Program("shop.Migrate();", project: new Target { References = References.OlderEntityFramework });

    [Fact]
    public Task A_library_is_left_alone() => Check.Rule<MigrateWithoutDeadline>(Usings + """
        class Setup { void Run(DbContext shop) => shop.Database.Migrate(); }
        """, Target.Library);

    [Fact]
    public Task A_test_project_is_left_alone() => Program("shop.Migrate();", project: Target.Test);

    [Fact]
    public Task A_factory_for_tools_is_left_alone() => Program("", """
        class Factory : IDesignTimeDbContextFactory<Shop>
        {
            public Shop CreateDbContext(string[] args) { var shop = new Shop(); shop.Database.Migrate(); return shop; }
        }
        """);

    [Theory]
    [InlineData("if (app.Environment.IsDevelopment()) shop.Migrate();")]
    [InlineData("if (app.Environment.IsDevelopment() && args.Length == 0) { shop.Migrate(); }")]
    [InlineData("if (app.Environment.IsProduction()) app.Run(); else shop.Migrate();")]
    [InlineData("if (!app.Environment.IsDevelopment()) app.Run(); else { shop.Migrate(); }")]
    [InlineData("if (!app.Environment.IsDevelopment()) return; shop.Migrate();")]
    [InlineData("if (app.Environment.IsProduction() || args.Length > 0) { return; } shop.Migrate();")]
    [InlineData("if (!app.Environment.IsDevelopment()) { throw new Exception(); } shop.Migrate();")]
    public Task A_migration_on_developers_machines_is_left_alone(string statements) => Program(statements);

    [Theory]
    [InlineData("if (!app.Environment.IsDevelopment()) shop.[|Migrate|]();")]
    [InlineData("if (app.Environment.IsDevelopment() || args.Length == 0) shop.[|Migrate|]();")]
    [InlineData("if (app.Environment.IsDevelopment()) app.Run(); else shop.[|Migrate|]();")]
    [InlineData("if (app.Environment.IsDevelopment()) return; shop.[|Migrate|]();")]
    [InlineData("if (app.Environment.IsProduction() && args.Length > 0) return; shop.[|Migrate|]();")]
    [InlineData("if (!app.Environment.IsDevelopment()) Console.WriteLine(); shop.[|Migrate|]();")]
    [InlineData("if (args.Length == 0) shop.[|Migrate|]();")]
    public Task A_migration_elsewhere_is_reported(string statements) => Program(statements);

    [Fact]
    public Task A_method_that_only_development_calls_is_left_alone() => Program("""
        if (app.Environment.IsDevelopment()) await app.PrepareAsync();
        """, """
        static class Preparation
        {
            public static async Task PrepareAsync(this WebApplication app) => Apply(new Shop());

            static void Apply(Shop shop) => shop.Database.Migrate();
        }
        """);

    [Fact]
    public Task A_method_that_production_also_calls_is_reported() => Program("""
        if (app.Environment.IsDevelopment()) app.Prepare();
        app.Prepare();
        """, """
        static class Preparation
        {
            public static void Prepare(this WebApplication app) => new Shop().Database.[|Migrate|]();
        }
        """);

    [Fact]
    public Task Databases_that_drop_the_lock_are_a_suggestion() => Check.Severity<MigrateWithoutDeadline>(DiagnosticSeverity.Info, Usings + """
        using var shop = new DbContext(new DbContextOptionsBuilder().Options);
        shop.Database.[|Migrate|]();
        """, new Target { References = [.. References.All.Where(reference => Path.GetFileName(reference.Display) != "Microsoft.EntityFrameworkCore.Sqlite.dll")] });

    [Fact]
    public Task Where_another_database_may_be_meant_it_is_a_suggestion() => Check.Severity<MigrateWithoutDeadline>(DiagnosticSeverity.Info, Usings + """
        using var shop = new DbContext(new DbContextOptionsBuilder().Options);
        shop.Database.[|Migrate|]();
        """, WithPostgres);

    [Fact]
    public Task Where_the_project_chooses_SQLite_it_is_a_warning() => Check.Severity<MigrateWithoutDeadline>(DiagnosticSeverity.Warning, Usings + """
        using var shop = new DbContext(new DbContextOptionsBuilder().UseSqlite("Data Source=shop.db").Options);
        shop.Database.[|Migrate|]();
        """, WithPostgres);

    private static Target WithPostgres => new()
    {
        References = [.. References.All, CSharpCompilation.Create("Npgsql.EntityFrameworkCore.PostgreSQL", references: References.All, options: new(OutputKind.DynamicallyLinkedLibrary)).ToMetadataReference()],
    };

    [Fact]
    public async Task The_lock_of_other_databases_is_not_said_to_stay()
    {
        var found = await Check.Rule<MigrateWithoutDeadline>(Usings + """
            using var shop = new DbContext(new DbContextOptionsBuilder().Options);
            shop.Database.[|Migrate|]();
            """, WithPostgres);
        Assert.DoesNotContain("SQLite", found.Single().GetMessage(null));
    }
}
