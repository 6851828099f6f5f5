using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Tests.Flow;

/// <summary>What is known of the endpoints that show health, and of the checks behind them.</summary>
public class HealthMappingsTests
{
    private const string Web = "using Microsoft.AspNetCore.Diagnostics.HealthChecks; using Microsoft.Extensions.Diagnostics.HealthChecks; var builder = WebApplication.CreateBuilder(args); ";

    private static (HealthMapping Mapping, HealthChecks Checks) Read(string source)
    {
        var snippet = new Snippet(Web + source, null);
        snippet.MustCompile();
        var known = Known.About(snippet.Compilation, Options.Of(new Target()), default);
        return (Assert.Single(new HealthMappings(known, known.Host).All), new HealthChecks(known, known.Host));
    }

    [Theory]
    [InlineData("app.MapHealthChecks(\"/a\");", "/a", "")]
    [InlineData("app.MapHealthChecks(\"/a\").AllowAnonymous().RequireHost(\"*:1\");", "/a", "AllowAnonymous RequireHost")]
    [InlineData("var health = app.MapHealthChecks(\"/a\"); health.AllowAnonymous(); health.RequireHost(\"*:1\");", "/a", "AllowAnonymous RequireHost")]
    [InlineData("app.MapGroup(\"/api\").MapHealthChecks(\"/a\");", "/api/a", "")]
    [InlineData("app.MapGroup(\"/api/\").RequireAuthorization().MapGroup(\"/v1\").MapHealthChecks(\"/a\").AllowAnonymous();", "/api/v1/a", "AllowAnonymous RequireAuthorization")]
    [InlineData("var api = app.MapGroup(\"/api\"); api.RequireAuthorization(); api.MapGet(\"/x\", () => 1).AllowAnonymous(); api.MapHealthChecks(\"/a\");", "/api/a", "RequireAuthorization")]
    [InlineData("app.MapGroup(args[0]).MapHealthChecks(\"/a\");", null, "")]
    [InlineData("app.MapHealthChecks(args[0]);", null, "")]
    [InlineData("Tell(app.MapHealthChecks(\"/a\")); static void Tell(IEndpointConventionBuilder endpoint) { }", "/a", null)]
    [InlineData("app.UseHealthChecks(\"/a\");", "/a", "")]
    public void Path_and_conventions_are_read(string mapping, string? path, string? conventions)
    {
        var found = Read("var app = builder.Build(); " + mapping).Mapping;
        Assert.Equal(path, found.Path);
        Assert.Equal(conventions, found.Conventions is null ? null : string.Join(" ", found.Conventions.Select(call => call.TargetMethod.Name)));
    }

    [Theory]
    [InlineData("app.MapHealthChecks(\"/a\");", "Yes Yes")]
    [InlineData("app.MapHealthChecks(\"/a\", new HealthCheckOptions());", "Yes Yes")]
    [InlineData("app.MapHealthChecks(\"/a\", new HealthCheckOptions { Predicate = _ => false });", "No No")]
    [InlineData("app.MapHealthChecks(\"/a\", new HealthCheckOptions { Predicate = check => check.Tags.Contains(\"live\") });", "Yes No")]
    [InlineData("app.MapHealthChecks(\"/a\", new HealthCheckOptions { Predicate = check => !check.Tags.Contains(\"live\") });", "No Yes")]
    [InlineData("app.MapHealthChecks(\"/a\", new HealthCheckOptions { Predicate = check => check.Tags.Contains(\"live\") || check.Name == \"database\" });", "Yes Yes")]
    [InlineData("app.MapHealthChecks(\"/a\", new HealthCheckOptions { Predicate = check => check.Tags.Contains(\"live\") && check.Name == \"database\" });", "No No")]
    [InlineData("app.MapHealthChecks(\"/a\", new HealthCheckOptions { Predicate = check => check.Name.Length > 4 });", "Unknown Unknown")]
    [InlineData("app.MapHealthChecks(\"/a\", new HealthCheckOptions { Predicate = Choose }); static bool Choose(HealthCheckRegistration check) => true;", "Unknown Unknown")]
    [InlineData("var options = new HealthCheckOptions(); options.Predicate = _ => false; app.MapHealthChecks(\"/a\", options);", "Unknown Unknown")]
    [InlineData("var options = new HealthCheckOptions { Predicate = _ => false }; app.MapHealthChecks(\"/a\", options);", "No No")]
    public void The_checks_an_endpoint_runs_are_told(string mapping, string expected)
    {
        var (found, checks) = Read("builder.Services.AddHealthChecks().AddCheck(\"self\", () => HealthCheckResult.Healthy(), new[] { \"live\" }).AddCheck<Database>(\"database\", tags: new List<string> { \"ready\" }); var app = builder.Build(); " + mapping
            + " class Database : IHealthCheck { public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken token) => Task.FromResult(HealthCheckResult.Healthy()); }");
        Assert.Equal(expected, string.Join(" ", checks.All.Select(check => found.Selects.Selects(check))));
    }

    [Fact]
    public void A_check_is_read()
    {
        var check = Assert.Single(Read("builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(\"db\", sp => null!, null, new[] { \"a\", \"b\" }, TimeSpan.FromSeconds(1))); builder.Build().MapHealthChecks(\"/a\");").Checks.All);
        Assert.Equal("db", check.Name);
        Assert.Equal(["a", "b"], check.Tags);
    }

    [FromRoslyn(4, 8)]
    public void Tags_in_a_collection_expression_are_read() =>
        Assert.Equal(["live"], Assert.Single(Read("builder.Services.AddHealthChecks().AddCheck(\"self\", () => HealthCheckResult.Healthy(), tags: [\"live\"]); builder.Build().MapHealthChecks(\"/a\");").Checks.All).Tags);

    [Fact]
    public void A_check_added_by_a_helper_of_the_compilation_is_read_once() => Assert.Single(Read("""
        builder.Services.AddHealthChecks().AddSelf();
        builder.Build().MapHealthChecks("/a");
        static class Checks { public static IHealthChecksBuilder AddSelf(this IHealthChecksBuilder checks) => checks.AddCheck("self", () => HealthCheckResult.Healthy()); }
        """).Checks.All);
}
