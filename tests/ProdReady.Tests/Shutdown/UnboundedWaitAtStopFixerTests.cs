using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class UnboundedWaitAtStopFixerTests
{
    private static string Code(string members) => $$"""
        using System.Diagnostics;

        class Pump : IHostedService, IDisposable
        {
            readonly ILogger logger = null!;
            readonly Thread thread = new(() => { });
            readonly ManualResetEventSlim ended = new();
            readonly TaskCompletionSource done = new();
            Process process = Process.Start("a");
            Task? loop;
            async Task RunAsync() { await Task.Delay(100); process = Process.Start("b"); }
            public Task StartAsync(CancellationToken cancellationToken) { loop = RunAsync(); return Task.CompletedTask; }
            {{(members.Contains("Dispose()") ? "" : "public void Dispose() { }")}}
            {{(members.Contains("Task StopAsync(") ? "" : "public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;")}}
            {{members}}
        }
        """;

    private static Task Fix(string before, string after, int index = 0) => Check.Fix<UnboundedWaitAtStop, UnboundedWaitAtStopFixer>(Code(before), Code(after), index: index);

    [Theory]
    [InlineData("await [|loop|]!;", "await loop!.WaitAsync(token);")]
    [InlineData("await [|loop|]!.ConfigureAwait(false);", "await loop!.WaitAsync(token).ConfigureAwait(false);")]
    [InlineData("await this.[|loop|]!;", "await this.loop!.WaitAsync(token);")]
    [InlineData("await ([|loop|] ?? Task.CompletedTask);", "await ((loop ?? Task.CompletedTask).WaitAsync(token));")]
    [InlineData("await Task.[|WhenAll|](loop!);", "await Task.WhenAll(loop!).WaitAsync(token);")]
    [InlineData("loop!.[|Wait|]();", "loop!.Wait(token);")]
    [InlineData("loop!.GetAwaiter().[|GetResult|]();", "loop!.WaitAsync(token).GetAwaiter().GetResult();")]
    [InlineData("await [|done.Task|];", "await done.Task.WaitAsync(token);")]
    [InlineData("ended.[|Wait|]();", "ended.Wait(token);")]
    [InlineData("await process.[|WaitForExitAsync|]();", "await process.WaitForExitAsync(token);")]
    public Task A_wait_gets_the_token(string before, string after) => Fix(
        $"public async Task StopAsync(CancellationToken token) {{ {before.Replace("this.[|loop|]", "[|this.loop|]")} await Task.Yield(); }}",
        $"public async Task StopAsync(CancellationToken token) {{ {after} await Task.Yield(); }}");

    [Theory]
    [InlineData("loop!", "(loop ?? Task.CompletedTask)")]
    [InlineData("done.Task", "done.Task")]
    public Task A_task_that_is_given_back_may_not_be_there_yet(string before, string after) => Fix(
        $"public Task StopAsync(CancellationToken token) => [|{before.TrimEnd('!')}|]{(before.EndsWith('!') ? "!" : "")};",
        $"public Task StopAsync(CancellationToken token) => {after}.WaitAsync(token);");

    [Fact]
    public Task A_thread_gets_a_timeout() => Fix(
        """
        public Task StopAsync(CancellationToken token)
            {
                // The last one.
                thread.[|Join|]();
                return Task.CompletedTask;
            }
        """,
        """
        public Task StopAsync(CancellationToken token)
            {
                // The last one.
                if (!thread.Join(TimeSpan.FromSeconds(10)))
                {
                    logger.LogWarning("thread has not ended after 10 seconds");
                }

                return Task.CompletedTask;
            }
        """);

    [Fact]
    public Task A_program_is_killed_after_a_timeout() => Fix(
        """
        public void Dispose()
            {
                process.[|WaitForExit|]();
            }
        """,
        """
        public void Dispose()
            {
                if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
                {
                    logger.LogWarning("process is still running after 10 seconds");
                    process.Kill(entireProcessTree: true);
                }
            }
        """);

    [Fact]
    public Task A_disposal_gets_a_timeout() => Fix(
        """
        public void Dispose()
            {
                loop!.[|Wait|]();
            }
        """,
        """
        public void Dispose()
            {
                if (!loop!.Wait(TimeSpan.FromSeconds(10)))
                {
                    logger.LogWarning("loop! has not ended after 10 seconds");
                }
            }
        """.Replace("loop! has", "loop has"));

    [Fact]
    public Task The_base_gets_the_token() => Check.Fix<UnboundedWaitAtStop, UnboundedWaitAtStopFixer>("""
        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(-1, stoppingToken);
            public override Task StopAsync(CancellationToken cancellationToken) => base.[|StopAsync|](CancellationToken.None);
        }
        """, """
        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(-1, stoppingToken);
            public override Task StopAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken);
        }
        """);
}
