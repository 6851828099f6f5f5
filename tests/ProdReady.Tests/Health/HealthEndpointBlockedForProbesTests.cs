using ProdReady.Health;

namespace ProdReady.Tests.Health;

public class HealthEndpointBlockedForProbesTests
{
    private const string Usings = "using Microsoft.AspNetCore.Authorization;\n";

    private const string Everybody = Usings + """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks();
        builder.Services.AddAuthorization(options => options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        var app = builder.Build();

        """;

    private const string Https = """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks();
        builder.Services.AddHttpsRedirection(options => options.HttpsPort = 443);
        var app = builder.Build();

        """;

    [Theory]
    [InlineData("app.UseAuthorization(); app.[|MapHealthChecks|](\"/healthz\");")]
    [InlineData("app.[|MapHealthChecks|](\"/healthz\");")]
    [InlineData("app.[|MapHealthChecks|](\"/healthz\").RequireHost(\"*:8081\");")]
    [InlineData("app.[|MapHealthChecks|](args[0]);")]
    public Task A_probe_that_has_to_sign_in_is_reported(string mapping) => Check.Rule<HealthEndpointBlockedForProbes>(Everybody + mapping);

    [Theory]
    [InlineData("services.AddAuthorization(options => options.FallbackPolicy = options.DefaultPolicy);")]
    [InlineData("services.Configure<AuthorizationOptions>(options => { options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireRole(\"admin\").Build(); });")]
    [InlineData("var policy = new AuthorizationPolicyBuilder().RequireClaim(\"x\").Build(); services.AddAuthorization(options => options.FallbackPolicy = policy);")]
    [InlineData("services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());")]
    public Task Every_way_to_ask_everybody_is_reported(string policy) => Check.Rule<HealthEndpointBlockedForProbes>(
        Usings + "var builder = WebApplication.CreateBuilder(args); var services = builder.Services; " + policy + " var app = builder.Build(); app.[|MapHealthChecks|](\"/healthz\");");

    [Fact]
    public Task A_group_that_asks_for_it_is_reported() => Check.Rule<HealthEndpointBlockedForProbes>("""
        var app = WebApplication.Create(args);
        var api = app.MapGroup("/api").RequireAuthorization();
        api.[|MapHealthChecks|]("/healthz");
        """);

    [Fact]
    public Task A_startup_class_is_reported() => Check.Rule<HealthEndpointBlockedForProbes>(Usings + """
        Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();
        class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddAuthorization(options => options.FallbackPolicy = options.DefaultPolicy);
            public void Configure(IApplicationBuilder app) { app.UseRouting(); app.UseAuthorization(); app.UseEndpoints(endpoints => endpoints.[|MapHealthChecks|]("/healthz")); }
        }
        """);

    [Theory]
    [InlineData("app.MapHealthChecks(\"/healthz\").AllowAnonymous();")]
    [InlineData("app.MapHealthChecks(\"/healthz\").ShortCircuit();")]
    [InlineData("app.MapHealthChecks(\"/healthz\").RequireAuthorization(\"probes\");")]
    [InlineData("app.MapHealthChecks(\"/healthz\").WithMetadata(new AllowAnonymousAttribute());")]
    [InlineData("app.UseHealthChecks(\"/healthz\");")]
    [InlineData("if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/healthz\");")]
    [InlineData("Say(app.MapHealthChecks(\"/healthz\")); static void Say(IEndpointConventionBuilder endpoint) => endpoint.AllowAnonymous();")]
    [InlineData("var open = app.MapGroup(\"/open\").AllowAnonymous(); open.MapHealthChecks(\"/healthz\");")]
    public Task An_endpoint_that_lets_probes_in_or_means_not_to_is_left_alone(string mapping) => Check.Rule<HealthEndpointBlockedForProbes>(Everybody + mapping);

    [Theory]
    [InlineData("services.AddAuthorization();")]
    [InlineData("services.AddAuthorization(options => options.FallbackPolicy = null);")]
    [InlineData("services.AddAuthorization(options => options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(_ => true).Build());")]
    [InlineData("services.AddAuthorization(options => { if (!builder.Environment.IsDevelopment()) return; options.FallbackPolicy = options.DefaultPolicy; });")]
    [InlineData("services.AddAuthorization(options => { if (args.Length > 0) options.FallbackPolicy = options.DefaultPolicy; });")]
    public Task Policies_that_let_probes_in_or_may_are_left_alone(string policy) => Check.Rule<HealthEndpointBlockedForProbes>(
        Usings + "var builder = WebApplication.CreateBuilder(args); var services = builder.Services; " + policy + " var app = builder.Build(); app.UseAuthorization(); app.MapHealthChecks(\"/healthz\");");

    [Fact]
    public Task A_policy_that_nobody_asks_for_is_left_alone() => Check.Rule<HealthEndpointBlockedForProbes>("""
        Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();
        class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddAuthorization(options => options.FallbackPolicy = options.DefaultPolicy);
            public void Configure(IApplicationBuilder app) { app.UseRouting(); app.UseEndpoints(endpoints => endpoints.MapHealthChecks("/healthz")); }
        }
        """);

    [Theory]
    [InlineData("app.UseHttpsRedirection(); app.[|MapHealthChecks|](\"/healthz\");")]
    [InlineData("app.[|MapHealthChecks|](\"/healthz\"); app.UseHttpsRedirection();")]
    [InlineData("app.UseHttpsRedirection(); app.[|UseHealthChecks|](\"/healthz\");")]
    public Task A_probe_that_is_sent_to_https_is_reported(string mapping) => Check.Rule<HealthEndpointBlockedForProbes>(Https + mapping);

    [Theory]
    [InlineData("app.MapHealthChecks(\"/healthz\");")]
    [InlineData("app.UseHealthChecks(\"/healthz\"); app.UseHttpsRedirection();")]
    [InlineData("app.UseHttpsRedirection(); app.MapHealthChecks(\"/healthz\").RequireHost(\"*:8081\");")]
    [InlineData("app.UseHttpsRedirection(); app.MapHealthChecks(\"/healthz\").ShortCircuit();")]
    [InlineData("if (app.Environment.IsDevelopment()) app.UseHttpsRedirection(); app.MapHealthChecks(\"/healthz\");")]
    [InlineData("app.UseWhen(context => !context.Request.Path.StartsWithSegments(\"/healthz\"), branch => branch.UseHttpsRedirection()); app.MapHealthChecks(\"/healthz\");")]
    public Task A_redirection_that_probes_do_not_meet_is_left_alone(string mapping) => Check.Rule<HealthEndpointBlockedForProbes>(Https + mapping);

    [Fact]
    public Task Probes_that_come_over_https_are_not_redirected() => Check.Rule<HealthEndpointBlockedForProbes>(
        Https + "app.UseHttpsRedirection(); app.MapHealthChecks(\"/healthz\");", new Target().With(("prodready.PRD503.probes_over_http", "false")));

    [Fact]
    public Task Probes_that_come_over_https_have_to_sign_in_too() => Check.Rule<HealthEndpointBlockedForProbes>(
        Everybody + "app.[|MapHealthChecks|](\"/healthz\");", new Target().With(("prodready.PRD503.probes_over_http", "false")));

    [Fact]
    public Task A_redirection_without_a_port_is_left_alone() => Check.Rule<HealthEndpointBlockedForProbes>("""
        var app = WebApplication.Create(args);
        app.UseHttpsRedirection();
        app.MapHealthChecks("/healthz");
        """);

    [Fact]
    public Task A_port_that_cannot_be_seen_is_left_alone() => Check.Rule<HealthEndpointBlockedForProbes>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpsRedirection(options => options.HttpsPort = builder.Configuration.GetValue<int?>("Port"));
        var app = builder.Build();
        app.UseHttpsRedirection();
        app.MapHealthChecks("/healthz");
        """);

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<HealthEndpointBlockedForProbes>(Everybody + "app.MapHealthChecks(\"/healthz\");", Target.Test);
}
