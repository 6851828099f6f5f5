using ProdReady.Rollout;

namespace ProdReady.Tests.Rollout;

public class MigrateAtStartupWithReplicasFixerTests
{
    private const string Usings = """
        using Microsoft.EntityFrameworkCore;

        """;

    private static readonly Target OnPostgres = Target.Web with { References = Providers.Postgres };

    [Fact]
    public Task On_demand_is_the_first_fix() => Check.Fix<MigrateAtStartupWithReplicas, MigrateAtStartupWithReplicasFixer>(Usings + """
        var app = WebApplication.Create(args);
        using (var scope = app.Services.CreateScope())
        {
            // The schema first.
            await scope.ServiceProvider.GetRequiredService<Shop>().Database.[|MigrateAsync|](app.Lifetime.ApplicationStopping);
        }

        app.Run();

        class Shop : DbContext { }
        """, Usings + """
        var app = WebApplication.Create(args);
        using (var scope = app.Services.CreateScope())
        {
            // The schema first.
            if (args.Contains("--migrate"))
            {
                await scope.ServiceProvider.GetRequiredService<Shop>().Database.MigrateAsync(app.Lifetime.ApplicationStopping);
                return;
            }
        }

        app.Run();

        class Shop : DbContext { }
        """, OnPostgres);

    [Fact]
    public Task An_entry_point_with_an_exit_code_ends_with_success() => Check.Fix<MigrateAtStartupWithReplicas, MigrateAtStartupWithReplicasFixer>(Usings + """
        class Shop : DbContext { }

        class Program
        {
            static int Main(string[] arguments)
            {
                var app = WebApplication.Create(arguments);
                new Shop().Database.[|MigrateAsync|]().GetAwaiter().GetResult();
                app.Run();
                return 0;
            }
        }
        """, Usings + """
        class Shop : DbContext { }

        class Program
        {
            static int Main(string[] arguments)
            {
                var app = WebApplication.Create(arguments);
                if (arguments.Contains("--migrate"))
                {
                    new Shop().Database.MigrateAsync().GetAwaiter().GetResult();
                    return 0;
                }

                app.Run();
                return 0;
            }
        }
        """, OnPostgres);

    [Fact]
    public Task Development_is_the_second_fix() => Check.Fix<MigrateAtStartupWithReplicas, MigrateAtStartupWithReplicasFixer>(Usings + """
        var app = WebApplication.Create(args);
        new Shop().Database.[|Migrate|]();
        app.Run();

        class Shop : DbContext { }
        """, Usings + """
        var app = WebApplication.Create(args);
        if (app.Environment.IsDevelopment())
        {
            new Shop().Database.Migrate();
        }

        app.Run();

        class Shop : DbContext { }
        """, OnPostgres, index: 1);

    [Fact]
    public Task A_helper_can_only_ask_for_the_environment() => Check.NoFixNamed<MigrateAtStartupWithReplicas, MigrateAtStartupWithReplicasFixer>("Migrate only when started with --migrate, and end then", Usings + """
        var app = WebApplication.Create(args);
        Prepare(app);
        app.Run();

        static void Prepare(WebApplication app) => new Shop().Database.[|Migrate|]();

        class Shop : DbContext { }
        """, OnPostgres);
}
