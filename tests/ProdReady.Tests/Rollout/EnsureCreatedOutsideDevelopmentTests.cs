using Microsoft.CodeAnalysis;
using ProdReady.Rollout;

namespace ProdReady.Tests.Rollout;

public class EnsureCreatedOutsideDevelopmentTests
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

    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Program(string statements, string types = "", Target? project = null) =>
        Check.Rule<EnsureCreatedOutsideDevelopment>(Application(statements, types), project ?? Target.Web);

    [Theory]
    [InlineData("db.Database.[|EnsureCreated|]();")]
    [InlineData("await db.Database.[|EnsureCreatedAsync|](app.Lifetime.ApplicationStopping);")]
    [InlineData("if (db.Database.[|EnsureCreated|]()) Console.WriteLine(\"seeding\");")]
    [InlineData("if (!db.Database.CanConnect()) db.Database.[|EnsureCreated|]();")]
    [InlineData("db.Database.[|EnsureDeleted|](); db.Database.[|EnsureCreated|]();")]
    [InlineData("app.MapGet(\"/\", () => 1); new Setup().Run(db);")]
    public Task A_database_that_is_made_at_each_start_is_reported(string statements) =>
        Program(statements, statements.Contains("Setup") ? "class Setup { public void Run(Shop shop) => shop.Database.[|EnsureCreated|](); }" : "");

    [Theory]
    [InlineData("if (app.Environment.IsDevelopment()) db.Database.EnsureCreated();")]
    [InlineData("if (args.Contains(\"--reset\")) { db.Database.EnsureDeleted(); db.Database.EnsureCreated(); }")]
    [InlineData("if (app.Configuration[\"Reset\"] == \"true\") db.Database.EnsureDeleted();")]
    [InlineData("app.MapPost(\"/reset\", () => db.Database.EnsureDeleted());")]
    [InlineData("db.Database.Migrate(); db.Database.CanConnect();")]
    public Task What_is_chosen_is_left_alone(string statements) => Program(statements);

    [Theory]
    [InlineData("class Options { void Set(DbContextOptionsBuilder options) => Memory.UseInMemoryDatabase(options); } static class Memory { public static void UseInMemoryDatabase(DbContextOptionsBuilder options) { } }")]
    [InlineData("class Options { void Set(DbContextOptionsBuilder options) => options.UseSqlite(\"Data Source=:memory:\"); }")]
    public Task A_database_in_memory_is_left_alone(string types) => Program("db.Database.EnsureCreated();", types);

    [Theory]
    [InlineData("Shop")]
    [InlineData("Cache, *hop")]
    public Task A_database_that_may_be_made_anew_is_left_alone(string names) => Program("db.Database.EnsureCreated();", project: Target.Web.With(("prodready.PRD703.disposable", names)));

    [Fact]
    public Task Another_database_is_reported() => Program("db.Database.[|EnsureCreated|]();", project: Target.Web.With(("prodready.PRD703.disposable", "Cache")));

    [Fact]
    public Task A_tool_is_left_alone() => Check.Rule<EnsureCreatedOutsideDevelopment>(Usings + """
        new Shop().Database.EnsureCreated();
        class Shop : DbContext { }
        """, new Target { Properties = { ["IsTestProject"] = "true" } });

    [Fact]
    public Task A_library_is_left_alone() => Check.Rule<EnsureCreatedOutsideDevelopment>(Usings + """
        class Setup : IHostedService
        {
            public Task StartAsync(CancellationToken token) => new DbContext(new DbContextOptions<DbContext>()).Database.EnsureCreatedAsync(token);
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
        }
        """, Target.Library);

    [Fact]
    public async Task The_message_tells_what_comes_next()
    {
        Assert.Contains("already exists", Assert.Single(await Program("db.Database.[|EnsureCreated|]();", Migrations)).GetMessage(null));
        Assert.Contains("never changes them", Assert.Single(await Program("db.Database.[|EnsureCreated|]();")).GetMessage(null));
        Assert.Contains("deletes the database", Assert.Single(await Program("db.Database.[|EnsureDeleted|]();", Migrations)).GetMessage(null));
    }
}
