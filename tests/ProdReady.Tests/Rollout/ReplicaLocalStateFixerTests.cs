using ProdReady.Rollout;

namespace ProdReady.Tests.Rollout;

public class ReplicaLocalStateFixerTests
{
    private static string Program(string services, string usings = "") => $$"""
        {{usings}}var builder = WebApplication.CreateBuilder(args);
        {{services}}
        var app = builder.Build();
        app.Run();
        """;

    private static Task Fix(string services, string after, string usings = "using Microsoft.AspNetCore.DataProtection;\n\n", Target? project = null) =>
        Check.Fix<ReplicaLocalState, ReplicaLocalStateFixer>(Program(services), Program(after, usings), project ?? Target.Web);

    [Fact]
    public Task Keys_are_kept_where_they_are_added() => Fix(
        "builder.Services.[|AddDataProtection|]();",
        "builder.Services.AddDataProtection().SetApplicationName(\"Snippet\").PersistKeysToFileSystem(new DirectoryInfo(\"/var/lib/snippet/keys\"));");

    [Fact]
    public Task Keys_are_added_above_what_needs_them() => Fix("""
        builder.Services.AddLogging();

        // Who are you?
        builder.Services
            .AddAuthentication("Cookies")
            .[|AddCookie|]();
        """, """
        builder.Services.AddLogging();

        builder.Services.AddDataProtection().SetApplicationName("Snippet").PersistKeysToFileSystem(new DirectoryInfo("/mnt/keys"));
        // Who are you?
        builder.Services
            .AddAuthentication("Cookies")
            .AddCookie();
        """, project: Target.Web.With(("prodready.PRD704.key_folder", "/mnt/keys")));

    [Fact]
    public Task A_name_that_is_there_stays() => Check.Fix<ReplicaLocalState, ReplicaLocalStateFixer>(
        Program("builder.Services.[|AddDataProtection|]().SetApplicationName(\"shop\");", "using Microsoft.AspNetCore.DataProtection;\n\n"),
        Program("builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(\"/var/lib/snippet/keys\")).SetApplicationName(\"shop\");", "using Microsoft.AspNetCore.DataProtection;\n\n"),
        Target.Web);

    [Fact]
    public Task Helpers_get_them_too() => Check.Fix<ReplicaLocalState, ReplicaLocalStateFixer>("""
        using Microsoft.AspNetCore.DataProtection;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddLogin();
        builder.Build().Run();

        static class Login
        {
            public static IServiceCollection AddLogin(this IServiceCollection services)
            {
                return services.[|AddSession|]();
            }
        }
        """, """
        using Microsoft.AspNetCore.DataProtection;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddLogin();
        builder.Build().Run();

        static class Login
        {
            public static IServiceCollection AddLogin(this IServiceCollection services)
            {
                services.AddDataProtection().SetApplicationName("Snippet").PersistKeysToFileSystem(new DirectoryInfo("/var/lib/snippet/keys"));
                return services.AddSession();
            }
        }
        """, Target.Web);

    [Fact]
    public Task An_expression_has_no_fix() => Check.NoFix<ReplicaLocalState, ReplicaLocalStateFixer>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddLogin();
        builder.Build().Run();

        static class Login
        {
            public static IServiceCollection AddLogin(this IServiceCollection services) => services.[|AddSession|]();
        }
        """, Target.Web);

    [Fact]
    public Task A_cache_and_hubs_have_no_fix() => Check.NoFix<ReplicaLocalState, ReplicaLocalStateFixer>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddDistributedMemoryCache|]();
        builder.Build().Run();

        class Carts { public Carts(Microsoft.Extensions.Caching.Distributed.IDistributedCache cache) { } }
        """, Target.Web);
}
