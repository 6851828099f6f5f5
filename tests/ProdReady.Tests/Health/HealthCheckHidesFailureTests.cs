using Microsoft.CodeAnalysis;
using ProdReady.Health;

namespace ProdReady.Tests.Health;

public class HealthCheckHidesFailureTests
{
    private const string Usings = """
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        using Microsoft.Extensions.Logging;

        """;

    /// <summary>A check with this body.</summary>
    private static string Body(string body, string members = "") => Usings + $$"""
        class StockCheck : IHealthCheck
        {
            private readonly HttpClient _client = new();
            private readonly ILogger _logger = null!;
            private HttpClient Another => _client;
            {{members}}

            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                {{body}}
            }
        }
        """;

    private static Task Probe(string body) => Check.Rule<HealthCheckHidesFailure>(Body(body), Target.Library);

    private static string Try(string handler, string after = "") => "try { await _client.GetAsync(\"http://stock\", cancellationToken); return HealthCheckResult.Healthy(); } " + handler + " " + after;

    [Theory]
    [InlineData("[|catch|] { return HealthCheckResult.Healthy(); }", "")]
    [InlineData("[|catch|] (Exception ex) { _logger.LogError(ex, \"Stock\"); return HealthCheckResult.Healthy(\"not there\"); }", "")]
    [InlineData("[|catch|] (Exception ex) when (ex is not OutOfMemoryException) { return new HealthCheckResult(HealthStatus.Healthy); }", "")]
    [InlineData("[|catch|] (Exception ex) { _logger.LogError(ex, \"Stock\"); }", "return HealthCheckResult.Healthy();")]
    public Task A_failure_that_is_answered_Healthy_is_reported(string handler, string after) => Probe(Try(handler, after));

    [Fact]
    public Task A_failure_that_is_answered_through_a_variable_is_reported() =>
        Probe("HealthCheckResult result; try { await _client.GetAsync(\"http://stock\", cancellationToken); result = HealthCheckResult.Degraded(); } [|catch|] { result = HealthCheckResult.Healthy(); } return result;");

    [Fact]
    public Task A_variable_that_may_be_given_another_answer_is_left_alone() =>
        Probe("HealthCheckResult result; try { await _client.GetAsync(\"http://stock\", cancellationToken); result = HealthCheckResult.Degraded(); } catch { result = HealthCheckResult.Healthy(); } if (_client.BaseAddress is null) result = new HealthCheckResult(context.Registration.FailureStatus); return result;");

    [Theory]
    [InlineData("catch (Exception ex) { return new HealthCheckResult(context.Registration.FailureStatus, exception: ex); }", "")]
    [InlineData("catch { throw; }", "")]
    [InlineData("catch (Exception ex) when (ex.Message == \"404\") { return HealthCheckResult.Healthy(); }", "")]
    [InlineData("catch (NotSupportedException) { return HealthCheckResult.Healthy(); }", "")]
    [InlineData("catch { if (_client.BaseAddress is null) return HealthCheckResult.Healthy(); return new HealthCheckResult(context.Registration.FailureStatus); }", "")]
    [InlineData("catch { return _client.BaseAddress is null ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus); }", "")]
    [InlineData("catch { }", "await Another.GetAsync(\"http://other\", cancellationToken); return HealthCheckResult.Healthy();")]
    [InlineData("catch { }", "return _client.BaseAddress is null ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus);")]
    public Task A_failure_that_is_answered_otherwise_is_left_alone(string handler, string after) => Probe(Try(handler, after));

    [Fact]
    public Task A_try_around_no_call_is_left_alone() => Probe("await Task.Yield(); var zero = 0; try { zero = 1 / zero; return HealthCheckResult.Healthy(); } catch { return HealthCheckResult.Healthy(); }");

    [Theory]
    [InlineData("[|catch|] { /* the cache is no more than nice to have */ return HealthCheckResult.Healthy(); }", "")]
    [InlineData("[|catch|] (HttpRequestException) { return HealthCheckResult.Healthy(); }", "")]
    [InlineData("[|catch|] (OperationCanceledException) { return HealthCheckResult.Healthy(); }", "")]
    [InlineData("[|catch|] (Exception ex) { failures.Add(ex); }", "return HealthCheckResult.Healthy();")]
    [InlineData("[|catch|] { return HealthCheckResult.Degraded(); }", "")]
    [InlineData("[|catch|] { if (failures.Count > 0) return HealthCheckResult.Degraded(); return HealthCheckResult.Healthy(); }", "")]
    public Task What_may_be_meant_is_a_suggestion(string handler, string after) =>
        Check.Severity<HealthCheckHidesFailure>(DiagnosticSeverity.Info, Body("var failures = new List<Exception>(); " + Try(handler, after)));

    [Fact]
    public Task Healthy_for_every_failure_is_a_warning() => Check.Severity<HealthCheckHidesFailure>(DiagnosticSeverity.Warning, Body(Try("[|catch|] { return HealthCheckResult.Healthy(); }")));

    [Fact]
    public Task Degraded_for_a_chosen_failure_is_left_alone() => Probe(Try("catch (HttpRequestException) { return HealthCheckResult.Degraded(); }"));

    [Fact]
    public Task Lambdas_and_helpers_that_answer_are_checks_too() => Check.Rule<HealthCheckHidesFailure>(Usings + """
        static class Probes
        {
            public static void Add(IHealthChecksBuilder builder, HttpClient client) => builder
                .AddCheck("file", () =>
                {
                    try { File.ReadAllText("stock"); return HealthCheckResult.Healthy(); }
                    [|catch|] { return HealthCheckResult.Healthy(); }
                })
                .AddAsyncCheck("stock", Ask);

            private static Task<HealthCheckResult> Ask()
            {
                try { File.ReadAllText("stock"); return Task.FromResult(HealthCheckResult.Healthy()); }
                [|catch|] { return Task.FromResult(HealthCheckResult.Healthy()); }
            }

            public static bool Other()
            {
                try { File.ReadAllText("stock"); return true; }
                catch { return true; }
            }
        }
        """, Target.Library);

    [Theory]
    [InlineData("new HealthCheckOptions { ResultStatusCodes = { [HealthStatus.Unhealthy] = [|200|] } }")]
    [InlineData("new HealthCheckOptions { ResultStatusCodes = new Dictionary<HealthStatus, int> { [HealthStatus.Unhealthy] = [|StatusCodes.Status204NoContent|], [HealthStatus.Degraded] = 200 } }")]
    [InlineData("new HealthCheckOptions { ResultStatusCodes = new Dictionary<HealthStatus, int> { { HealthStatus.Unhealthy, [|200|] } } }")]
    public Task An_endpoint_that_shows_a_failure_as_a_success_is_reported(string options) => Endpoint(DiagnosticSeverity.Warning, options);

    [Fact]
    public Task Who_writes_the_report_may_mean_the_success() => Endpoint(DiagnosticSeverity.Info,
        "new HealthCheckOptions { ResultStatusCodes = { [HealthStatus.Unhealthy] = [|200|] }, ResponseWriter = (context, report) => context.Response.WriteAsync(report.Status.ToString()) }");

    [Theory]
    [InlineData("new HealthCheckOptions { ResultStatusCodes = { [HealthStatus.Degraded] = 200, [HealthStatus.Unhealthy] = 503 } }")]
    [InlineData("new HealthCheckOptions { ResultStatusCodes = { [HealthStatus.Unhealthy] = Environment.ProcessId } }")]
    public Task Other_statuses_are_left_alone(string options) => Check.Rule<HealthCheckHidesFailure>(Mapping(options), Target.Web);

    private static Task Endpoint(DiagnosticSeverity severity, string options) => Check.Severity<HealthCheckHidesFailure>(severity, Mapping(options), Target.Web);

    private static string Mapping(string options) => Usings + $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        app.MapHealthChecks("/readyz", {{options}});
        app.Run();
        """;

    private const string Own = "await Task.Yield(); if (_client.BaseAddress is null) return HealthCheckResult.{|PRD505:Unhealthy|}(); return HealthCheckResult.Unhealthy(\"again\");";

    [Fact]
    public Task A_library_whose_check_makes_up_its_status_is_told_so() => Check.Severity<HealthCheckHidesFailure>(DiagnosticSeverity.Info, Body(Own), Target.Library);

    [Theory]
    [InlineData("HealthStatus.Degraded", DiagnosticSeverity.Warning)]
    [InlineData("status", DiagnosticSeverity.Info)]
    public Task A_registration_that_has_no_effect_is_reported(string status, DiagnosticSeverity severity) => Check.Severity<HealthCheckHidesFailure>(severity, Body(Own) + Registering($", {status}"), Target.Library);

    [Theory]
    [InlineData("")]
    [InlineData(", HealthStatus.Unhealthy")]
    [InlineData(", failureStatus: null")]
    public Task A_registration_with_the_default_is_left_alone(string status) => Check.Rule<HealthCheckHidesFailure>(Body(Own.Replace("{|PRD505:Unhealthy|}", "Unhealthy")) + Registering(status), Target.Library);

    private static string Registering(string status) => $$"""

        static class Registering
        {
            public static void Add(IHealthChecksBuilder builder, HealthStatus? status) => builder.AddCheck<StockCheck>("stock"{{status}});
        }
        """;

    [Theory]
    [InlineData("await Task.Yield(); if (_client.BaseAddress is null) return HealthCheckResult.Unhealthy(); return new HealthCheckResult(context.Registration.FailureStatus);", "")]
    [InlineData("await Task.Yield(); return Make(); HealthCheckResult Make() { return HealthCheckResult.Unhealthy(); }", "")]
    [InlineData("await Task.Yield(); return HealthCheckResult.Healthy();", "public HealthCheckResult Make() => HealthCheckResult.Unhealthy();")]
    public Task A_check_that_asks_its_registration_is_left_alone(string body, string members) => Check.Rule<HealthCheckHidesFailure>(Body(body, members), Target.Library);

    [Fact]
    public Task A_check_of_an_application_that_is_registered_nowhere_is_left_alone() => Check.Rule<HealthCheckHidesFailure>(Body(Own.Replace("{|PRD505:Unhealthy|}", "Unhealthy")) + "\nclass Program { static void Main() { } }", Target.Web);

    [Theory]
    [InlineData("if ([|_errors|] > 0) return HealthCheckResult.Unhealthy();", "private int _errors; public void OnError() => _errors++;")]
    [InlineData("if ([|_errors|] != 0) return HealthCheckResult.Unhealthy();", "private int _errors; public void OnError() => Interlocked.Increment(ref _errors);")]
    [InlineData("if ([|this._errors|] > 0) return HealthCheckResult.Unhealthy();", "private int _errors; public void OnError() => ++this._errors;")]
    public Task What_nothing_takes_back_is_a_suggestion(string body, string members) => Check.Severity<HealthCheckHidesFailure>(DiagnosticSeverity.Info, Body($"await Task.Yield(); {body} return HealthCheckResult.Healthy();", members) + Registering(""), Target.Library);

    [Theory]
    [InlineData("if (_errors > 0) return HealthCheckResult.Unhealthy();", "private int _errors; public void OnError() => _errors++; public void OnSuccess() => _errors = 0;")]
    [InlineData("if (_errors > 0) return HealthCheckResult.Unhealthy();", "private int _errors; public void OnError() => _errors++; public void OnSuccess() => _errors--;")]
    [InlineData("if (_errors > 0) return HealthCheckResult.Unhealthy();", "private int _errors; public void OnError() => _errors++; public void OnSuccess() => Interlocked.Exchange(ref _errors, 0);")]
    [InlineData("if (_errors > 0) return HealthCheckResult.Unhealthy();", "internal int _errors; public void OnError() => _errors++;")]
    [InlineData("if (_errors > 10) return HealthCheckResult.Unhealthy();", "private int _errors; public void OnError() => _errors++;")]
    [InlineData("if (_failed) return HealthCheckResult.Unhealthy();", "private bool _failed; public void OnError() => _failed = true;")]
    [InlineData("if (_errors > 0) return HealthCheckResult.Unhealthy();", "private int _errors; public StockCheck() { _errors++; }")]
    [InlineData("if (_errors > 0) return HealthCheckResult.Unhealthy();", "private int _errors; public void OnError() => Count(ref _errors); private static void Count(ref int errors) => errors++;")]
    [InlineData("if (_other!._errors > 0) return HealthCheckResult.Unhealthy();", "private readonly StockCheck? _other; private int _errors; public void OnError() => _errors++;")]
    [InlineData("var errors = 1; if (errors > 0) return HealthCheckResult.Unhealthy();", "")]
    [InlineData("if (_ready) return HealthCheckResult.Healthy();", "private bool _ready; public void OnReady() => _ready = true;")]
    [InlineData("if (_ready) { } else return HealthCheckResult.Unhealthy();", "private bool _ready; public void OnReady() => _ready = true;")]
    public Task What_goes_both_ways_is_left_alone(string body, string members) => Check.Rule<HealthCheckHidesFailure>(Body($"await Task.Yield(); {body} return HealthCheckResult.Healthy();", members) + Registering(""), Target.Library);

    [Theory]
    [InlineData("data[\"failure\"] = [|failure|];")]
    [InlineData("data.Add(\"failure\", [|failure|]);")]
    [InlineData("data[\"failure\"] = [|new { failure.Message, Cause = failure.InnerException }|];")]
    [InlineData("data[\"failure\"] = [|new[] { failure }.ToDictionary(one => one.Message, one => new { one })|];")]
    public Task An_exception_in_the_data_is_a_suggestion(string put) => Check.Severity<HealthCheckHidesFailure>(DiagnosticSeverity.Info, Data(put), Target.Library);

    [Theory]
    [InlineData("data[\"failure\"] = failure.Message;")]
    [InlineData("data[\"failure\"] = new { failure.Message };")]
    [InlineData("data[\"failure\"] = null!;")]
    [InlineData("data.Remove(\"failure\");")]
    [InlineData("var errors = new Dictionary<string, Exception>(); errors[\"failure\"] = failure;")]
    public Task Other_data_is_left_alone(string put) => Check.Rule<HealthCheckHidesFailure>(Data(put), Target.Library);

    private static string Data(string put) => Body($"await Task.Yield(); var data = new Dictionary<string, object>(); var failure = new IOException(); {put} return HealthCheckResult.Healthy(data: data);");

    [Fact]
    public Task An_exception_in_other_dictionaries_is_left_alone() => Check.Rule<HealthCheckHidesFailure>(Usings + """
        class Other
        {
            public void Note(Dictionary<string, object> items, Exception failure) => items["failure"] = failure;
        }
        """, Target.Library);

    [Theory]
    [InlineData("[|catch|] (Exception ex) { _logger.LogWarning(ex, \"Stock\"); return new HealthCheckResult(context.Registration.FailureStatus); }")]
    [InlineData("[|catch|] (Exception ex) when (!ex.Message.Contains(\"x\")) { _logger.LogWarning(ex, \"Stock\"); return new HealthCheckResult(context.Registration.FailureStatus); }")]
    public Task A_probe_that_was_given_up_and_is_logged_as_a_failure_is_a_suggestion(string handler) => Check.Severity<HealthCheckHidesFailure>(DiagnosticSeverity.Info, Body(Try(handler)), Target.Library);

    [Theory]
    [InlineData("catch (Exception ex) { return new HealthCheckResult(context.Registration.FailureStatus, exception: ex); }")]
    [InlineData("catch (OperationCanceledException) { throw; } catch (Exception ex) { _logger.LogWarning(ex, \"Stock\"); return new HealthCheckResult(context.Registration.FailureStatus); }")]
    [InlineData("catch (Exception ex) when (ex is not OperationCanceledException) { _logger.LogWarning(ex, \"Stock\"); return new HealthCheckResult(context.Registration.FailureStatus); }")]
    [InlineData("catch (Exception ex) { if (!cancellationToken.IsCancellationRequested) _logger.LogWarning(ex, \"Stock\"); return new HealthCheckResult(context.Registration.FailureStatus); }")]
    [InlineData("catch (Exception ex) { _logger.LogWarning(ex, \"Stock\"); throw; }")]
    [InlineData("catch (HttpRequestException ex) { _logger.LogWarning(ex, \"Stock\"); return new HealthCheckResult(context.Registration.FailureStatus); }")]
    public Task A_probe_whose_cancellation_goes_on_is_left_alone(string handler) => Check.Rule<HealthCheckHidesFailure>(Body(Try(handler)), Target.Library);

    [Fact]
    public Task A_probe_without_the_token_cannot_be_given_up() => Check.Rule<HealthCheckHidesFailure>(Body(Try("catch (Exception ex) { _logger.LogWarning(ex, \"Stock\"); return new HealthCheckResult(context.Registration.FailureStatus); }").Replace(", cancellationToken", "")), Target.Library);

    [Theory]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck<PauseCheck>("pause", tags: new[] { "ready" });""", "/health/ready", "check => check.Tags.Contains(\"ready\")")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck("pause", () => HealthCheckResult.Healthy(), tags: new[] { "ready" }); builder.Services.AddHealthChecks().AddCheck<PauseCheck>("pause");""", "/readyz", "check => true")]
    [InlineData("""builder.Services.AddHealthChecks().AddBundle();""", "/readiness", "check => check.Tags.Contains(\"ready\")")]
    public Task A_readiness_that_takes_degraded_for_ready_is_a_suggestion(string registered, string path, string predicate) =>
        Check.Severity<HealthCheckHidesFailure>(DiagnosticSeverity.Info, Readiness(registered, path, $"new HealthCheckOptions {{ Predicate = {predicate} }}", isReported: true), Bundle);

    [Theory]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck<PauseCheck>("pause", tags: new[] { "ready" });""", "/livez", "new HealthCheckOptions()")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck<PauseCheck>("pause", tags: new[] { "other" });""", "/readyz", "new HealthCheckOptions { Predicate = check => check.Tags.Contains(\"ready\") }")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck<PauseCheck>("pause");""", "/readyz", "new HealthCheckOptions { ResultStatusCodes = { [HealthStatus.Degraded] = 503 } }")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck<PauseCheck>("pause", HealthStatus.Unhealthy);""", "/readyz", "new HealthCheckOptions()")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck<StockCheck>("stock");""", "/readyz", "new HealthCheckOptions()")]
    [InlineData("""builder.Services.AddHealthChecks().AddOne("store");""", "/readyz", "new HealthCheckOptions()")]
    [InlineData("""var options = new HealthCheckOptions(); options.ResultStatusCodes[HealthStatus.Degraded] = 503; builder.Services.AddHealthChecks().AddBundle();""", "/readyz", "options")]
    public Task A_readiness_that_says_what_degraded_means_is_left_alone(string registered, string path, string options) =>
        Check.Rule<HealthCheckHidesFailure>(Readiness(registered, path, options, isReported: false), Bundle);

    private static readonly Target Bundle = Target.Web with
    {
        LibrarySource = """
            using System.Collections.Generic;
            using Microsoft.Extensions.Diagnostics.HealthChecks;
            namespace Microsoft.Extensions.DependencyInjection;
            public static class Bundles
            {
                public static IHealthChecksBuilder AddBundle(this IHealthChecksBuilder builder, bool all = false) => builder;
                public static IHealthChecksBuilder AddOne(this IHealthChecksBuilder builder, string name, HealthStatus? failureStatus = null) => builder;
            }
            """,
    };

    private static string Readiness(string registered, string path, string options, bool isReported) => Usings + $$"""
        var builder = WebApplication.CreateBuilder(args);
        {{registered}}
        var app = builder.Build();
        app.{{(isReported ? "[|MapHealthChecks|]" : "MapHealthChecks")}}("{{path}}", {{options}});
        app.Run();

        class PauseCheck : IHealthCheck
        {
            public static bool IsPaused;
            public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
                Task.FromResult(IsPaused ? HealthCheckResult.Degraded("paused") : HealthCheckResult.Healthy());
        }

        """ + Body("await Task.Yield(); return HealthCheckResult.Healthy();")[Usings.Length..];

    [Fact]
    public Task Tests_are_left_alone() => Check.Rule<HealthCheckHidesFailure>(Body(Try("catch { return HealthCheckResult.Healthy(); }")) + "\nclass Program { static void Main() { } }", Target.Test);

    [Fact]
    public Task A_check_behind_its_interface_is_one_too() => Check.Severity<HealthCheckHidesFailure>(DiagnosticSeverity.Info, Usings + """
        public class BusCheck : IHealthCheck
        {
            private readonly Func<int> _state = () => 0;

            Task<HealthCheckResult> IHealthCheck.CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
            {
                return Task.FromResult(_state() switch
                {
                    0 => HealthCheckResult.Healthy(),
                    1 => HealthCheckResult.Degraded("slow"),
                    _ => HealthCheckResult.[|Unhealthy|]("stopped"),
                });
            }
        }

        internal class QueueCheck : IHealthCheck
        {
            private bool _isRunning;
            private int _failures;

            Task<HealthCheckResult> IHealthCheck.CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
            {
                HealthCheckResult result;
                if (!_isRunning) result = HealthCheckResult.[|Unhealthy|]("stopped");
                else if ([|_failures|] > 0)
                {
                    result = HealthCheckResult.Unhealthy($"{_failures} failures");
                }
                else
                {
                    result = HealthCheckResult.Healthy();
                }

                return Task.FromResult(result);
            }

            public void Started() => _isRunning = true;

            public void Stopped() => _isRunning = false;

            public Task Failed()
            {
                _failures++;
                return Task.CompletedTask;
            }
        }

        public class EndpointsCheck : IHealthCheck
        {
            public record Endpoint(string Name, string Description, Exception? Failure);

            private readonly List<Endpoint> _endpoints = new();

            public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken)
            {
                var data = new Dictionary<string, object>
                {
                    ["Endpoints"] = [|_endpoints.ToDictionary(one => one.Name, one => new { one.Description, one.Failure })|],
                    ["Count"] = _endpoints.Count,
                };
                return Task.FromResult(HealthCheckResult.Healthy(data: data));
            }
        }

        public class LockCheck : IHealthCheck
        {
            private readonly ILogger<LockCheck> _logger = null!;
            private readonly Func<CancellationToken, Task<IAsyncDisposable?>> _take = null!;

            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                try
                {
                    await using var taken = await _take(cancellationToken);
                    return taken is null ? HealthCheckResult.Degraded("taken") : HealthCheckResult.Healthy();
                }
                [|catch|] (Exception e) when (!IsFatal(e))
                {
                    _logger.LogWarning(e, "The lock cannot be taken");
                    return new HealthCheckResult(context.Registration.FailureStatus, "The lock cannot be taken");
                }
            }

            private static bool IsFatal(Exception e) => e is OutOfMemoryException;
        }
        """, Target.Library);
}
