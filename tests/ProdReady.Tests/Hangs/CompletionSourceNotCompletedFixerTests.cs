using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class CompletionSourceNotCompletedFixerTests
{
    private static Task Fix(string before, string after) => Check.Fix<CompletionSourceNotCompleted, CompletionSourceNotCompletedFixer>(Class(before), Class(after));

    private static Task NoFix(string code) => Check.NoFix<CompletionSourceNotCompleted, CompletionSourceNotCompletedFixer>(Class(code));

    private static string Class(string load) => $$"""
        class Prices
        {
            private readonly HttpClient client = null!;
            private readonly ILogger<Prices> logger = null!;
            private readonly Dictionary<string, TaskCompletionSource<string>> _loading = new();

            public async Task<string> Get(string key, CancellationToken token)
            {
                if (_loading.TryGetValue(key, out var running)) return await running.Task;
                var loading = new TaskCompletionSource<string>();
                _loading[key] = loading;
        {{load}}
            }
        }
        """;

    [Fact]
    public Task The_rest_of_the_block_gets_a_handler() => Fix("""

                // Slow on Mondays.
                var price = await client.GetStringAsync(key);
                logger.LogInformation("Loaded {Key}", key); // once an hour
                loading.[|SetResult|](price);
                return price;
        """, """

                try
                {
                    // Slow on Mondays.
                    var price = await client.GetStringAsync(key);
                    logger.LogInformation("Loaded {Key}", key); // once an hour
                    loading.SetResult(price);
                    return price;
                }
                catch (Exception ex)
                {
                    loading.TrySetException(ex);
                    throw;
                }
        """);

    [Fact]
    public Task A_handler_that_only_logs_completes_first() => Fix("""
                try
                {
                    loading.[|SetResult|](await client.GetStringAsync(key));
                }
                catch (Exception e)
                {
                    logger.LogError(e, "Could not load");
                }

                return "";
        """, """
                try
                {
                    loading.SetResult(await client.GetStringAsync(key));
                }
                catch (Exception e)
                {
                    loading.TrySetException(e);
                    logger.LogError(e, "Could not load");
                }

                return "";
        """);

    [Fact]
    public Task A_handler_without_a_variable_gets_one() => Fix("""
                try
                {
                    loading.[|SetResult|](await client.GetStringAsync(key));
                }
                catch { }

                return "";
        """, """
                try
                {
                    loading.SetResult(await client.GetStringAsync(key));
                }
                catch (Exception ex)
                {
                    loading.TrySetException(ex);
                }

                return "";
        """);

    [Fact]
    public Task A_try_without_a_handler_for_everything_gets_one() => Fix("""
                try
                {
                    loading.[|SetResult|](await client.GetStringAsync(key, token));
                }
                catch (OperationCanceledException)
                {
                    logger.LogInformation("Cancelled");
                    throw;
                }
                finally
                {
                    _loading.Remove(key);
                }

                return "";
        """, """
                try
                {
                    loading.SetResult(await client.GetStringAsync(key, token));
                }
                catch (OperationCanceledException)
                {
                    loading.TrySetCanceled();
                    logger.LogInformation("Cancelled");
                    throw;
                }
                catch (Exception ex)
                {
                    loading.TrySetException(ex);
                    throw;
                }
                finally
                {
                    _loading.Remove(key);
                }

                return "";
        """);

    [Fact]
    public Task A_handler_of_cancellation_cancels() => Fix("""
                try
                {
                    loading.[|SetResult|](await client.GetStringAsync(key, token));
                }
                catch (OperationCanceledException)
                {
                    throw;
                }
                catch (Exception e)
                {
                    loading.SetException(e);
                }

                return "";
        """, """
                try
                {
                    loading.SetResult(await client.GetStringAsync(key, token));
                }
                catch (OperationCanceledException)
                {
                    loading.TrySetCanceled();
                    throw;
                }
                catch (Exception e)
                {
                    loading.SetException(e);
                }

                return "";
        """);

    [Fact]
    public Task A_lambda_is_mended_inside() => Check.Fix<CompletionSourceNotCompleted, CompletionSourceNotCompletedFixer>("""
        class Export
        {
            private readonly HttpClient client = null!;
            public Task<string> Run()
            {
                var done = new TaskCompletionSource<string>();
                _ = Task.Run(async () =>
                {
                    var text = await client.GetStringAsync("/export");
                    done.[|SetResult|](text);
                });
                return done.Task;
            }
        }
        """, """
        class Export
        {
            private readonly HttpClient client = null!;
            public Task<string> Run()
            {
                var done = new TaskCompletionSource<string>();
                _ = Task.Run(async () =>
                {
                    try
                    {
                        var text = await client.GetStringAsync("/export");
                        done.SetResult(text);
                    }
                    catch (Exception ex)
                    {
                        done.TrySetException(ex);
                        throw;
                    }
                });
                return done.Task;
            }
        }
        """);

    [Fact]
    public Task A_source_that_may_be_none_is_asked_for() => Check.Fix<CompletionSourceNotCompleted, CompletionSourceNotCompletedFixer>("""
        class Cache
        {
            private readonly HttpClient client = null!;
            private TaskCompletionSource<string>? _loading;

            public async Task<string> Get()
            {
                if (_loading is not null) return await _loading.Task;
                _loading = new TaskCompletionSource<string>();
                var text = await client.GetStringAsync("/");
                _loading?.[|TrySetResult|](text);
                return text;
            }
        }
        """, """
        class Cache
        {
            private readonly HttpClient client = null!;
            private TaskCompletionSource<string>? _loading;

            public async Task<string> Get()
            {
                if (_loading is not null) return await _loading.Task;
                _loading = new TaskCompletionSource<string>();
                try
                {
                    var text = await client.GetStringAsync("/");
                    _loading?.TrySetResult(text);
                    return text;
                }
                catch (Exception ex)
                {
                    _loading?.TrySetException(ex);
                    throw;
                }
            }
        }
        """);

    [Fact]
    public Task An_expression_body_has_no_place_for_a_handler() => Check.NoFix<CompletionSourceNotCompleted, CompletionSourceNotCompletedFixer>("""
        class Export
        {
            private readonly HttpClient client = null!;
            public Task<string> Run()
            {
                var done = new TaskCompletionSource<string>();
                _ = Task.Run(async () => done.[|TrySetResult|](await client.GetStringAsync("/export")));
                return done.Task;
            }
        }
        """);

    [Fact]
    public Task A_local_function_in_the_rest_of_the_block_stays_where_it_is() => NoFix("""
                var price = await client.GetStringAsync(key);
                loading.[|SetResult|](Trimmed());
                return price;

                string Trimmed() => price.Trim();
        """);
}
