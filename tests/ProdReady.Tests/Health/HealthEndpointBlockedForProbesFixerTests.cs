using ProdReady.Health;

namespace ProdReady.Tests.Health;

public class HealthEndpointBlockedForProbesFixerTests
{
    [Fact]
    public Task Probes_are_let_in() => Check.Fix<HealthEndpointBlockedForProbes, HealthEndpointBlockedForProbesFixer>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthorization(options => options.FallbackPolicy = options.DefaultPolicy);
        var app = builder.Build();
        app.[|MapHealthChecks|]("/livez");
        app.[|MapHealthChecks|]("/readyz")
            .RequireHost("*:8081");
        app.Run();
        """, """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAuthorization(options => options.FallbackPolicy = options.DefaultPolicy);
        var app = builder.Build();
        app.MapHealthChecks("/livez").AllowAnonymous();
        app.MapHealthChecks("/readyz").AllowAnonymous()
            .RequireHost("*:8081");
        app.Run();
        """);

    [Fact]
    public Task The_paths_leave_the_redirection() => Check.Fix<HealthEndpointBlockedForProbes, HealthEndpointBlockedForProbesFixer>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpsRedirection(options => options.HttpsPort = 443);
        var app = builder.Build();
        app.UseHttpsRedirection();
        app.[|MapHealthChecks|]("/livez");
        app.[|MapHealthChecks|]("readyz");
        app.Run();
        """, """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpsRedirection(options => options.HttpsPort = 443);
        var app = builder.Build();
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/livez") && !context.Request.Path.StartsWithSegments("/readyz"), branch => branch.UseHttpsRedirection());
        app.MapHealthChecks("/livez");
        app.MapHealthChecks("readyz");
        app.Run();
        """);

    [Fact]
    public Task A_redirection_in_another_place_is_not_touched() => Check.NoFix<HealthEndpointBlockedForProbes, HealthEndpointBlockedForProbesFixer>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpsRedirection(options => options.HttpsPort = 443);
        var app = builder.Build();
        app.UseHsts().UseHttpsRedirection();
        app.[|MapHealthChecks|]("/livez");
        app.Run();
        """);
}
