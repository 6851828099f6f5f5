using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class StopTokenUsedForCleanupFixerTests
{
    private static string Relay(string body) => $$"""
        using System.Net.WebSockets;

        class Relay
        {
            async Task Pump(WebSocket source, WebSocket target, CancellationToken token)
            {
        {{body}}
            }
        }
        """;

    private static Task Fix(string before, string after, int index = 0) => Check.Fix<StopTokenUsedForCleanup, StopTokenUsedForCleanupFixer>(Relay(before), Relay(after), index: index);

    [Fact]
    public Task Two_calls_share_a_source_with_a_timeout() => Fix("""
                while (!token.IsCancellationRequested) await Task.Delay(1);

                // Say goodbye.
                await source.CloseAsync(WebSocketCloseStatus.NormalClosure, "", [|token|]); // first
                await target.CloseAsync(WebSocketCloseStatus.NormalClosure, "", [|token|]);
        """, """
                while (!token.IsCancellationRequested) await Task.Delay(1);

                // Say goodbye.
                using var cleanUp = new CancellationTokenSource(TimeSpan.FromSeconds(10));
                await source.CloseAsync(WebSocketCloseStatus.NormalClosure, "", cleanUp.Token); // first
                await target.CloseAsync(WebSocketCloseStatus.NormalClosure, "", cleanUp.Token);
        """);

    [Fact]
    public Task A_statement_without_a_block_gets_one() => Fix("""
                try { await Task.Delay(1, token); }
                finally
                {
                    if (target.State == WebSocketState.Open)
                        await target.CloseAsync(WebSocketCloseStatus.NormalClosure, "", [|token|]);
                }
        """, """
                try { await Task.Delay(1, token); }
                finally
                {
                    if (target.State == WebSocketState.Open)
                    {
                        using var cleanUp = new CancellationTokenSource(TimeSpan.FromSeconds(10));
                        await target.CloseAsync(WebSocketCloseStatus.NormalClosure, "", cleanUp.Token);
                    }
                }
        """);

    [Fact]
    public Task It_may_also_never_be_cancelled() => Fix("""
                while (!token.IsCancellationRequested) await Task.Delay(1);
                await source.CloseAsync(WebSocketCloseStatus.NormalClosure, "", [|token|]);
        """, """
                while (!token.IsCancellationRequested) await Task.Delay(1);
                await source.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        """, index: 1);

    [Fact]
    public Task A_task_that_is_handed_on_outlives_the_source() => Check.NoFixNamed<StopTokenUsedForCleanup, StopTokenUsedForCleanupFixer>("Give the clean-up a timeout of its own", """
        using System.Net.WebSockets;

        class Relay
        {
            Task Close(WebSocket source, CancellationToken token)
            {
                if (!token.IsCancellationRequested) return Task.CompletedTask;
                return source.CloseAsync(WebSocketCloseStatus.NormalClosure, "", [|token|]);
            }
        }
        """);

    [Fact]
    public Task A_result_that_is_declared_in_a_switch_stays_in_scope() => Check.NoFixNamed<StopTokenUsedForCleanup, StopTokenUsedForCleanupFixer>("Give the clean-up a timeout of its own", """
        using System.Net.Http;

        class Registry
        {
            async Task<bool> Leave(HttpClient client, int way, CancellationToken token)
            {
                while (!token.IsCancellationRequested) await Task.Delay(1);
                switch (way)
                {
                    case 1:
                        var reply = await client.DeleteAsync("x", [|token|]);
                        return reply.IsSuccessStatusCode;
                }

                return false;
            }
        }
        """);

    [Fact]
    public Task A_call_in_a_condition_gets_no_source() => Check.NoFixNamed<StopTokenUsedForCleanup, StopTokenUsedForCleanupFixer>("Give the clean-up a timeout of its own", """
        using System.Net.Http;

        class Registry
        {
            async Task<int> Leave(HttpClient client, CancellationToken token)
            {
                while (!token.IsCancellationRequested) await Task.Delay(1);
                if ((await client.DeleteAsync("x", [|token|])).IsSuccessStatusCode) return 1;
                return 0;
            }
        }
        """);
}
