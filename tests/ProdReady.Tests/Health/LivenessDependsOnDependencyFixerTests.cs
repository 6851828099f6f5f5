using ProdReady.Health;

namespace ProdReady.Tests.Health;

public class LivenessDependsOnDependencyFixerTests
{
    [Theory]
    [InlineData("(\"/livez\")", "(\"/livez\", new HealthCheckOptions { Predicate = check => check.Tags.Contains(\"live\") })")]
    [InlineData("(\"/livez\", new HealthCheckOptions { Predicate = _ => true })", "(\"/livez\", new HealthCheckOptions { Predicate = check => check.Tags.Contains(\"live\") })")]
    [InlineData("(\"/livez\", new HealthCheckOptions())", "(\"/livez\", new HealthCheckOptions { Predicate = check => check.Tags.Contains(\"live\") })")]
    [InlineData("(\"/livez\", new HealthCheckOptions { AllowCachingResponses = false })", "(\"/livez\", new HealthCheckOptions { Predicate = check => check.Tags.Contains(\"live\"), AllowCachingResponses = false })")]
    [InlineData("(\"/livez\", new()\n{\n    AllowCachingResponses = false,\n})", "(\"/livez\", new()\n{\n    Predicate = check => check.Tags.Contains(\"live\"),\n    AllowCachingResponses = false,\n})")]
    public Task Liveness_is_restricted(string before, string after) => Check.Fix<LivenessDependsOnDependency, LivenessDependsOnDependencyFixer>(
        LivenessDependsOnDependencyTests.Application(".AddDbContextCheck<Stock>()", $"app.[|MapHealthChecks|]{before}.AllowAnonymous(); // asked each second"),
        LivenessDependsOnDependencyTests.Application(".AddDbContextCheck<Stock>()", $"app.MapHealthChecks{after}.AllowAnonymous(); // asked each second"), LivenessDependsOnDependencyTests.Web);
}
