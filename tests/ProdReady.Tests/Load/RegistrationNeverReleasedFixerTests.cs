using ProdReady.Load;

namespace ProdReady.Tests.Load;

public class RegistrationNeverReleasedFixerTests
{
    private static string Worker(string body) => $$"""
        class Orders
        {
            public async Task Handle(Stream order, CancellationToken stopping)
            {
                {{body.Replace("\n", "\n        ")}}
            }

            static Task Work(Stream order, CancellationToken token) => order.FlushAsync(token);
        }
        """;

    [Theory]
    [InlineData(
        """
        // Five seconds for each.
        var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        await Work(order, limit.Token);
        """,
        """
        // Five seconds for each.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        await Work(order, limit.Token);
        """)]
    [InlineData(
        """
        stopping = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping, new CancellationTokenSource(500).Token).Token; // half a second
        await Work(order, stopping);
        """,
        """
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stopping, new CancellationTokenSource(500).Token);
        stopping = linked.Token; // half a second
        await Work(order, stopping);
        """)]
    [InlineData(
        """
        if (order.CanRead)
        {
            await Work(order, CancellationTokenSource.[|CreateLinkedTokenSource|](stopping).Token);
        }
        """,
        """
        if (order.CanRead)
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Work(order, linked.Token);
        }
        """)]
    [InlineData(
        """
        var done = new TaskCompletionSource();
        stopping.[|Register|](() => done.TrySetCanceled());
        await done.Task;
        """,
        """
        var done = new TaskCompletionSource();
        using var registration = stopping.Register(() => done.TrySetCanceled());
        await done.Task;
        """)]
    [InlineData(
        """
        var done = new TaskCompletionSource();
        _ = stopping.[|Register|](() => done.TrySetCanceled());
        await done.Task;
        """,
        """
        var done = new TaskCompletionSource();
        using var registration = stopping.Register(() => done.TrySetCanceled());
        await done.Task;
        """)]
    [InlineData(
        """
        var done = new TaskCompletionSource();
        var registered = stopping.[|Register|](() => done.TrySetCanceled());
        await done.Task;
        """,
        """
        var done = new TaskCompletionSource();
        using var registered = stopping.Register(() => done.TrySetCanceled());
        await done.Task;
        """)]
    [InlineData(
        """
        var client = new HttpClient();
        var response = await client.[|GetAsync|]("https://example.com", HttpCompletionOption.ResponseHeadersRead, stopping);
        response.EnsureSuccessStatusCode();
        """,
        """
        var client = new HttpClient();
        using var response = await client.GetAsync("https://example.com", HttpCompletionOption.ResponseHeadersRead, stopping);
        response.EnsureSuccessStatusCode();
        """)]
    public Task What_is_needed_in_the_block_alone_is_disposed_at_its_end(string before, string after) =>
        Check.Fix<RegistrationNeverReleased, RegistrationNeverReleasedFixer>(Worker(before), Worker(after));

    [Theory]
    [InlineData("""
        var token = stopping;
        if (order.CanRead)
        {
            var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping);
            token = limit.Token;
        }

        await Work(order, token);
        """)]
    [InlineData("""
        if (order.CanRead)
        {
            stopping = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping).Token;
        }

        await Work(order, stopping);
        """)]
    [InlineData("""
        CancellationTokenSource limit;
        limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping);
        await Work(order, limit.Token);
        """)]
    [InlineData("""
        var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping);
        limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping);
        await Work(order, limit.Token);
        """)]
    [InlineData("""
        var done = new TaskCompletionSource();
        if (stopping.CanBeCanceled)
        {
            stopping.[|Register|](() => done.TrySetCanceled());
        }

        await done.Task;
        """)]
    [InlineData("""
        if (order.CanRead)
            await Work(order, CancellationTokenSource.[|CreateLinkedTokenSource|](stopping).Token);
        """)]
    [InlineData("await Task.WhenAny(order.FlushAsync(), Task.[|Delay|](-1, stopping));")]
    public Task What_outlives_its_block_gets_no_fix(string body) => Check.NoFix<RegistrationNeverReleased, RegistrationNeverReleasedFixer>(Worker(body));

    [Fact]
    public Task A_task_that_is_not_awaited_gets_no_fix() => Check.NoFix<RegistrationNeverReleased, RegistrationNeverReleasedFixer>("""
        class Orders
        {
            public Task Handle(Stream order, CancellationToken stopping)
            {
                var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping);
                return order.FlushAsync(limit.Token);
            }
        }
        """);

    [Fact]
    public Task A_token_that_is_returned_gets_no_fix() => Check.NoFix<RegistrationNeverReleased, RegistrationNeverReleasedFixer>("""
        class Tokens
        {
            public static CancellationToken Both(CancellationToken one, CancellationToken other)
            {
                return CancellationTokenSource.[|CreateLinkedTokenSource|](one, other).Token;
            }
        }
        """);
}
