using ProdReady.Rollout;

namespace ProdReady.Tests.Rollout;

public class ReplicaLocalStateTests
{
    private static readonly Target Moderate = Target.Web with { Properties = new(Target.Web.Properties) { ["ProdReadyScale"] = "moderate" } };

    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> Program(string services, string types = "", Target? project = null) => Check.Rule<ReplicaLocalState>($$"""
        using Microsoft.AspNetCore.DataProtection;
        using Microsoft.AspNetCore.Identity;
        using Microsoft.AspNetCore.SignalR;

        var builder = WebApplication.CreateBuilder(args);
        {{services}}
        var app = builder.Build();
        app.MapGet("/", () => "shop");
        app.Run();

        class Shop : Hub { }
        {{types}}
        """, project ?? Moderate);

    private static Target With(string property, string value) => Moderate with { Properties = new(Moderate.Properties) { [property] = value } };

    [Theory]
    [InlineData("builder.Services.[|AddDataProtection|]();")]
    [InlineData("builder.Services.[|AddDataProtection|]().SetApplicationName(\"shop\");")]
    [InlineData("builder.Services.AddAuthentication(\"Cookies\").[|AddCookie|]();")]
    [InlineData("builder.Services.AddAuthentication().AddBearerToken().AddCookie();")]
    [InlineData("builder.Services.[|AddSession|]();")]
    [InlineData("builder.Services.[|AddAntiforgery|](); Func<HttpContext, Microsoft.AspNetCore.Antiforgery.IAntiforgery, object> form = (context, forms) => forms.GetAndStoreTokens(context);")]
    [InlineData("builder.Services.[|AddIdentity<Microsoft.AspNetCore.Identity.IdentityUser, Microsoft.AspNetCore.Identity.IdentityRole>|]();")]
    [InlineData("builder.Services.AddAuthentication().AddIdentityCookies();")]
    public Task Keys_that_only_this_replica_has_are_reported(string services) => Program(services
        .Replace("AddAuthentication().AddBearerToken()", "AddAuthentication().[|AddBearerToken|]()").Replace("AddAuthentication().AddIdentityCookies()", "AddAuthentication().[|AddIdentityCookies|]()"));

    [Fact]
    public Task One_call_stands_for_all_and_is_reported() => Program("""
        builder.Services.AddAuthentication("Cookies").AddCookie();
        builder.Services.[|AddDataProtection|]();
        builder.Services.AddSession();
        """);

    [Fact]
    public Task A_helper_that_adds_cookies_is_reported() => Program("builder.AddLogin();", """
        static class Login
        {
            public static void AddLogin(this WebApplicationBuilder builder)
            {
                builder.Services.AddAuthentication("Cookies").[|AddCookie|](options => options.SlidingExpiration = true);
            }
        }
        """);

    [Fact]
    public Task A_startup_class_is_reported() => Check.Rule<ReplicaLocalState>("""
        Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();

        class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.[|AddSession|]();
            public void Configure(IApplicationBuilder app) { }
        }
        """, Moderate);

    [Theory]
    [InlineData("builder.Services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(\"/keys\")); builder.Services.AddSession();")]
    [InlineData("builder.Services.AddSession(); var keys = builder.Services.AddDataProtection(); if (args.Length > 0) keys.PersistKeysToFileSystem(new DirectoryInfo(\"/keys\"));")]
    [InlineData("builder.Services.AddSession(); builder.Services.Configure<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>(options => options.XmlRepository = null);")]
    [InlineData("builder.Services.AddSession(); builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();")]
    public Task Keys_that_are_kept_somewhere_are_left_alone(string services) => Program(services);

    [Theory]
    [InlineData("builder.Services.AddAuthentication();")]
    [InlineData("builder.Services.AddControllersWithViews(); builder.Services.AddRazorPages(); builder.Services.AddServerSideBlazor();")]
    [InlineData("builder.Services.AddAntiforgery();")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.Services.AddSession();")]
    [InlineData("if (args.Length > 0) builder.Services.AddAuthentication(\"Cookies\").AddCookie();")]
    [InlineData("new Login().AddCookie();")]
    public Task What_needs_no_keys_or_is_chosen_is_left_alone(string services) => Program(services, "class Login { public void AddCookie() { } }");

    [Theory]
    [InlineData("ProdReadyReplicas", "1")]
    [InlineData("ProdReadyPlatform", "appservice")]
    [InlineData("ProdReadyPlatform", "IIS")]
    public Task One_replica_and_platforms_that_keep_keys_are_left_alone(string property, string value) => Program("builder.Services.AddSession();", project: With(property, value));

    [Theory]
    [InlineData("ProdReadyReplicas", "3")]
    [InlineData("ProdReadyPlatform", "kubernetes")]
    public Task Several_replicas_are_reported(string property, string value) => Program("builder.Services.[|AddSession|]();", project: With(property, value));

    private const string Helper = """
        using Microsoft.AspNetCore.DataProtection;

        namespace Contoso
        {
            public static class Defaults
            {
                public static IServiceCollection AddDefaults(this IServiceCollection services) { KEYS return services; }
            }
        }
        """;

    [Theory]
    [InlineData("services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(\"/keys\"));", LibraryAs.Assembly, "AddSession")]
    [InlineData("services.AddDataProtection().PersistKeysToFileSystem(new DirectoryInfo(\"/keys\"));", LibraryAs.Source, "AddSession")]
    [InlineData("services.AddLogging();", LibraryAs.ReferenceAssembly, "AddSession")]
    [InlineData("services.AddLogging();", LibraryAs.Assembly, "[|AddSession|]")]
    [InlineData("services.AddLogging();", LibraryAs.Source, "[|AddSession|]")]
    public Task A_helper_that_may_keep_keys_is_left_alone(string keys, LibraryAs seen, string session) =>
        Program($"Contoso.Defaults.AddDefaults(builder.Services); builder.Services.{session}();", project: Moderate with { LibrarySource = Helper.Replace("KEYS", keys), LibraryAs = seen });

    [Theory]
    [InlineData("builder.Services.[|AddDistributedMemoryCache|](); ", "class Carts { public Carts(Microsoft.Extensions.Caching.Distributed.IDistributedCache cache) { } }")]
    [InlineData("if (!builder.Environment.IsDevelopment()) builder.Services.[|AddDistributedMemoryCache|](); ", "class Carts { public Carts(Microsoft.Extensions.Caching.Distributed.IDistributedCache cache) { } }")]
    public Task A_cache_of_ones_own_is_reported(string services, string types) => Program(services, types);

    [Theory]
    [InlineData("builder.Services.AddDistributedMemoryCache();", "")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.Services.AddDistributedMemoryCache();", "class Carts { public Carts(Microsoft.Extensions.Caching.Distributed.IDistributedCache cache) { } }")]
    [InlineData("if (args.Length > 0) Redis.AddStackExchangeRedisCache(); else builder.Services.AddDistributedMemoryCache();", "static class Redis { public static void AddStackExchangeRedisCache() { } } class Carts { public Carts(Microsoft.Extensions.Caching.Distributed.IDistributedCache cache) { } }")]
    [InlineData("builder.Services.AddDistributedMemoryCache(); Redis.AddStackExchangeRedisCache();", "static class Redis { public static void AddStackExchangeRedisCache() { } } class Carts { public Carts(Microsoft.Extensions.Caching.Distributed.IDistributedCache cache) { } }")]
    public Task A_cache_that_nobody_uses_or_that_is_replaced_is_left_alone(string services, string types) => Program(services, types);

    [Theory]
    [InlineData("builder.Services.[|AddSignalR|]();", "class News { public News(IHubContext<Shop> shop) { } }")]
    [InlineData("builder.Services.[|AddSignalR|]().AddJsonProtocol();", "class Room : Hub { public Task Say(string text) => Clients.All.SendAsync(text); }")]
    public Task Hubs_that_reach_only_their_own_clients_are_reported(string services, string types) => Program(services, types);

    [Theory]
    [InlineData("builder.Services.AddSignalR();", "class Echo : Hub { public Task Say(string text) => Clients.Caller.SendAsync(text); }")]
    [InlineData("Bus.AddStackExchangeRedis(builder.Services.AddSignalR());", "class News { public News(IHubContext<Shop> shop) { } } static class Bus { public static void AddStackExchangeRedis(ISignalRServerBuilder hubs) { } }")]
    [InlineData("builder.Services.AddSignalR().AddBus();", "class News { public News(IHubContext<Shop> shop) { } } static class Bus { public static void AddBus(this ISignalRServerBuilder hubs) { } }")]
    [InlineData("var hubs = builder.Services.AddSignalR(); Console.WriteLine(hubs);", "class News { public News(IHubContext<Shop> shop) { } }")]
    [InlineData("if (args.Length > 0) builder.Services.AddSignalR();", "class News { public News(IHubContext<Shop> shop) { } }")]
    public Task Hubs_that_answer_or_are_connected_are_left_alone(string services, string types) => Program(services, types);

    [Fact]
    public Task A_worker_is_left_alone() => Check.Rule<ReplicaLocalState>("""
        class Setup { void Add(IServiceCollection services) => services.AddDataProtection(); }
        """, Target.Library);
}
