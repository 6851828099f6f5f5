using ProdReady.Load;

namespace ProdReady.Tests.Load;

public class RetryWithoutBackoffOrLimitFixerTests
{
    private static string Stock(string method) => $$"""
        public class Stock
        {
            private readonly HttpClient _http = null!;
            private readonly ILogger<Stock> _logger = null!;

        {{method}}
        }
        """;

    private static Task Becomes(string before, string after, Target? target = null, int index = 0) =>
        Check.Fix<RetryWithoutBackoffOrLimit, RetryWithoutBackoffOrLimitFixer>(Stock(before), Stock(after), target, index);

    [Fact]
    public Task A_retry_gets_a_limit_and_delays_that_grow() => Becomes("""
            public async Task<string> Ask(CancellationToken token)
            {
                // The stock is far away.
                while (true)
                {
                    try
                    {
                        return await _http.GetStringAsync("/stock", token);
                    }
                    [|catch|] (HttpRequestException ex)
                    {
                        _logger.LogWarning(ex, "Asking failed");
                    }
                }
            }
        """, """
            public async Task<string> Ask(CancellationToken token)
            {
                // The stock is far away.
                var failures = 0;
                while (true)
                {
                    try
                    {
                        return await _http.GetStringAsync("/stock", token);
                    }
                    catch (HttpRequestException ex) when (++failures < 5)
                    {
                        _logger.LogWarning(ex, "Asking failed");
                        await Task.Delay(TimeSpan.FromMilliseconds(200 * Math.Pow(2, failures) * (0.5 + Random.Shared.NextDouble())), token);
                    }
                }
            }
        """);

    [Fact]
    public Task A_filter_is_kept_and_an_empty_handler_on_one_line_is_opened() => Becomes("""
            public async Task Ask()
            {
                while (true)
                {
                    try { await _http.GetAsync("/stock"); return; }
                    [|catch|] (Exception ex) when (ex is not OperationCanceledException) { }
                }
            }
        """, """
            public async Task Ask()
            {
                var failures = 0;
                while (true)
                {
                    try { await _http.GetAsync("/stock"); return; }
                    catch (Exception ex) when (ex is not OperationCanceledException && ++failures < 3)
                    {
                        await Task.Delay(TimeSpan.FromMilliseconds(200 * Math.Pow(2, failures) * (0.5 + Random.Shared.NextDouble())));
                    }
                }
            }
        """, new Target().With(("prodready.PRD603.attempts", "3")));

    [Fact]
    public Task A_thread_sleeps_and_a_catch_without_a_type_gets_a_filter() => Becomes("""
            public void Ask()
            {
                while (true)
                {
                    try
                    {
                        _http.Send(new HttpRequestMessage());
                        break;
                    }
                    [|catch|]
                    {
                    }
                }
            }
        """, """
            public void Ask()
            {
                var failures = 0;
                while (true)
                {
                    try
                    {
                        _http.Send(new HttpRequestMessage());
                        break;
                    }
                    catch when (++failures < 5)
                    {
                        Thread.Sleep(TimeSpan.FromMilliseconds(200 * Math.Pow(2, failures) * (0.5 + Random.Shared.NextDouble())));
                    }
                }
            }
        """);

    [Fact]
    public Task A_worker_goes_on_and_a_success_makes_the_delay_short_again() => Becomes("""
            public async Task Run(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    try
                    {
                        await _http.GetAsync("/stock", token);
                        await Task.Delay(5000, token);
                    }
                    [|catch|] (Exception ex)
                    {
                        _logger.LogError(ex, "Asking failed");
                        continue;
                    }
                }
            }
        """, """
            public async Task Run(CancellationToken token)
            {
                var failures = 0;
                while (!token.IsCancellationRequested)
                {
                    try
                    {
                        await _http.GetAsync("/stock", token);
                        failures = 0;
                        await Task.Delay(5000, token);
                    }
                    catch (Exception ex)
                    {
                        _logger.LogError(ex, "Asking failed");
                        await Task.Delay(TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, failures++)) * (0.5 + Random.Shared.NextDouble())), token);
                        continue;
                    }
                }
            }
        """, new Target().With(("prodready.PRD603.longest_delay", "60")));

    [Fact]
    public Task A_retry_may_also_go_on_for_ever() => Becomes("""
            public async Task<string> Ask(CancellationToken token)
            {
                while (true)
                {
                    try
                    {
                        return await _http.GetStringAsync("/stock", token);
                    }
                    [|catch|] (HttpRequestException)
                    {
                    }
                }
            }
        """, """
            public async Task<string> Ask(CancellationToken token)
            {
                var failures = 0;
                while (true)
                {
                    try
                    {
                        return await _http.GetStringAsync("/stock", token);
                    }
                    catch (HttpRequestException)
                    {
                        await Task.Delay(TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, failures++)) * (0.5 + Random.Shared.NextDouble())), token);
                    }
                }
            }
        """, index: 1);
}
