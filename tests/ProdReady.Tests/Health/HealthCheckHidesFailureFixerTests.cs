using ProdReady.Health;

namespace ProdReady.Tests.Health;

public class HealthCheckHidesFailureFixerTests
{
    private static string Body(string body, string signature = "async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)") => $$"""
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        using Microsoft.Extensions.Logging;

        class StockCheck : IHealthCheck
        {
            private readonly HttpClient _client = new();
            private readonly ILogger _logger = null!;

            public {{signature}}
            {
        {{Indented(body)}}
            }
        }
        """;

    private static string Indented(string body) => string.Join('\n', body.Split('\n').Select(line => line.Length == 0 ? line : "        " + line));

    private static Task Fix(string before, string after, Target? project = null) => Check.Fix<HealthCheckHidesFailure, HealthCheckHidesFailureFixer>(Body(before), Body(after), project ?? Target.Library);

    private const string Attempt = """
        try
        {
            await _client.GetAsync("http://stock", cancellationToken);
            return HealthCheckResult.Healthy();
        }

        """;

    [Fact]
    public Task An_answer_becomes_that_of_the_registration() => Fix(Attempt + """
        [|catch|]
        {
            return HealthCheckResult.Healthy("fine"); // for now
        }
        """, Attempt + """
        catch (Exception ex)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception: ex); // for now
        }
        """);

    [Fact]
    public Task Its_data_stays() => Fix(Attempt + """
        [|catch|] (HttpRequestException failure)
        {
            return HealthCheckResult.Healthy("fine", new Dictionary<string, object> { ["url"] = failure.Message });
        }
        """, Attempt + """
        catch (HttpRequestException failure)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, exception: failure, data: new Dictionary<string, object> { ["url"] = failure.Message });
        }
        """);

    [Fact]
    public Task What_is_said_of_degraded_stays() => Fix(Attempt + """
        [|catch|] (Exception ex)
        {
            return HealthCheckResult.Degraded("The stock is not there");
        }
        """, Attempt + """
        catch (Exception ex)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, "The stock is not there", exception: ex);
        }
        """);

    [Fact]
    public Task A_handler_that_goes_on_answers() => Fix("""
        try
        {
            await _client.GetAsync("http://stock", cancellationToken);
        }
        [|catch|] (Exception ex) when (ex is not OperationCanceledException)
        {
            _logger.LogError(ex, "Stock");
        }

        return HealthCheckResult.Healthy();
        """, """
        try
        {
            await _client.GetAsync("http://stock", cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            _logger.LogError(ex, "Stock");
            return new HealthCheckResult(context.Registration.FailureStatus, exception: ex);
        }

        return HealthCheckResult.Healthy();
        """);

    [Fact]
    public Task Without_a_context_it_is_Unhealthy() => Check.Fix<HealthCheckHidesFailure, HealthCheckHidesFailureFixer>("""
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        static class Probes
        {
            public static Task<HealthCheckResult> Ask()
            {
                try
                {
                    File.ReadAllText("stock");
                }
                [|catch|] (IOException)
                {
                }

                return Task.FromResult(HealthCheckResult.Healthy());
            }
        }
        """, """
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        static class Probes
        {
            public static Task<HealthCheckResult> Ask()
            {
                try
                {
                    File.ReadAllText("stock");
                }
                catch (IOException ex)
                {
                    return Task.FromResult(HealthCheckResult.Unhealthy(exception: ex));
                }

                return Task.FromResult(HealthCheckResult.Healthy());
            }
        }
        """, Target.Library);

    [Fact]
    public Task All_answers_of_a_check_ask_the_registration() => Fix("""
        await Task.Yield();
        if (_client.BaseAddress is null) return HealthCheckResult.[|Unhealthy|]();
        return HealthCheckResult.Unhealthy(
            "stock",
            data: new Dictionary<string, object>());
        """, """
        await Task.Yield();
        if (_client.BaseAddress is null) return new HealthCheckResult(context.Registration.FailureStatus);
        return new HealthCheckResult(
            context.Registration.FailureStatus,
            "stock",
            data: new Dictionary<string, object>());
        """);

    [Fact]
    public Task The_message_of_the_exception_is_put_there() => Fix("""
        await Task.Yield();
        var failure = new IOException();
        return HealthCheckResult.Healthy(data: new Dictionary<string, object> { ["failure"] = [|failure|] });
        """, """
        await Task.Yield();
        var failure = new IOException();
        return HealthCheckResult.Healthy(data: new Dictionary<string, object> { ["failure"] = failure.Message });
        """);

    [Fact]
    public Task Cancellation_goes_through() => Fix(Attempt + """
        [|catch|] (Exception ex)
        {
            _logger.LogWarning(ex, "Stock");
            return new HealthCheckResult(context.Registration.FailureStatus, exception: ex);
        }
        """, Attempt + """
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception ex)
        {
            _logger.LogWarning(ex, "Stock");
            return new HealthCheckResult(context.Registration.FailureStatus, exception: ex);
        }
        """);

    private static string Application(string registered, string options) => $$"""
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks(){{registered}};
        var app = builder.Build();
        app.{{options}};
        app.Run();
        """;

    private const string Degraded = """.AddCheck("pause", () => HealthCheckResult.Degraded(), tags: null).AddTypeActivatedCheck<IHealthCheck>("other", HealthStatus.Degraded)""";

    [Theory]
    [InlineData("[|MapHealthChecks|](\"/readyz\")", "MapHealthChecks(\"/readyz\", new HealthCheckOptions { ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status503ServiceUnavailable } })")]
    [InlineData("[|MapHealthChecks|](\"/readyz\", new HealthCheckOptions { Predicate = _ => true })", "MapHealthChecks(\"/readyz\", new HealthCheckOptions { Predicate = _ => true, ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status503ServiceUnavailable } })")]
    public Task Degraded_is_not_ready(string before, string after) => Check.Fix<HealthCheckHidesFailure, HealthCheckHidesFailureFixer>(Application(Degraded, before), Application(Degraded, after), Target.Web);

    [Fact]
    public Task Options_on_lines_of_their_own_stay_so() => Check.Fix<HealthCheckHidesFailure, HealthCheckHidesFailureFixer>(Application(Degraded, """
        [|MapHealthChecks|]("/readyz", new()
        {
            Predicate = _ => true
        })
        """), Application(Degraded, """
        MapHealthChecks("/readyz", new()
        {
            Predicate = _ => true,
            ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status503ServiceUnavailable }
        })
        """), Target.Web);

    [Fact]
    public Task A_failure_is_shown_as_one() => Check.Fix<HealthCheckHidesFailure, HealthCheckHidesFailureFixer>(
        Application("", "MapHealthChecks(\"/readyz\", new HealthCheckOptions { ResultStatusCodes = { [HealthStatus.Unhealthy] = [|StatusCodes.Status200OK|] } })"),
        Application("", "MapHealthChecks(\"/readyz\", new HealthCheckOptions { ResultStatusCodes = { [HealthStatus.Unhealthy] = StatusCodes.Status503ServiceUnavailable } })"), Target.Web);

    [Fact]
    public Task What_is_never_taken_back_is_left_to_its_author() => Check.NoFix<HealthCheckHidesFailure, HealthCheckHidesFailureFixer>("""
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        class StockCheck : IHealthCheck
        {
            private int _errors;

            public void OnError() => _errors++;

            public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                if ([|_errors|] > 0) return Task.FromResult(HealthCheckResult.Unhealthy());
                return Task.FromResult(HealthCheckResult.Healthy());
            }
        }
        """, Target.Library);
}
