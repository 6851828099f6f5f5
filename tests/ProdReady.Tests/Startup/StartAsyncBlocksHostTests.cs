using Microsoft.CodeAnalysis;
using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class StartAsyncBlocksHostTests
{
    private static string Service(string statements, string members = "", string header = "class Pump : IHostedService") => $$"""
        using System.Diagnostics;
        using System.Threading.Channels;

        {{header}}
        {
            readonly HttpClient client = new();
            readonly ManualResetEventSlim ready = new();
            readonly SemaphoreSlim signal = new(0);
            readonly SemaphoreSlim gate = new(1);
            readonly TaskCompletionSource done = new();
            readonly Channel<int> queue = Channel.CreateUnbounded<int>();
            readonly CancellationTokenSource other = new();
            Process process = null!;
            Task loop = Task.CompletedTask;
            volatile bool busy;
            volatile bool stopping;
            public async Task StartAsync(CancellationToken cancellationToken) { {{statements}} await Task.Yield(); }
            public Task StopAsync(CancellationToken cancellationToken) { busy = true; process = Process.Start("a"); return Task.CompletedTask; }
            async Task RunAsync(CancellationToken token) { while (!token.IsCancellationRequested) await client.GetStringAsync("http://store", token); }
            void Work(CancellationToken token) { while (!token.IsCancellationRequested) Thread.Sleep(10); }
            Task<bool> IsUp() => Task.FromResult(busy);
            {{members}}
        }
        """;

    private static Task Start(string statements, string members = "", string header = "class Pump : IHostedService") => Check.Rule<StartAsyncBlocksHost>(Service(statements, members, header));

    [Theory]
    [InlineData("[|while|] (true) await Task.Delay(10);")]
    [InlineData("[|while|] (true) await Task.Delay(10, cancellationToken);")]
    [InlineData("[|for|] (;;) Thread.Sleep(10);")]
    [InlineData("[|while|] (!cancellationToken.IsCancellationRequested) { try { await client.GetStringAsync(\"http://store\"); } catch (HttpRequestException) { } }")]
    [InlineData("[|while|] (!stopping) await Task.Delay(10);")]
    [InlineData("await [|foreach|] (var item in queue.Reader.ReadAllAsync(cancellationToken)) Console.WriteLine(item);")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); [|while|] (await timer.WaitForNextTickAsync(cancellationToken)) Console.WriteLine();")]
    [InlineData("await Task.[|Delay|](-1);")]
    [InlineData("await Task.[|Delay|](Timeout.Infinite, cancellationToken);")]
    [InlineData("await Task.[|Delay|](Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false);")]
    [InlineData("Thread.[|Sleep|](Timeout.Infinite);")]
    [InlineData("await [|RunAsync|](cancellationToken);")]
    [InlineData("[|RunAsync|](cancellationToken).GetAwaiter().GetResult();")]
    [InlineData("[|RunAsync|](cancellationToken).Wait();")]
    [InlineData("[|Work|](cancellationToken);")]
    [InlineData("await Task.[|Run|](() => { }); await Task.Run(async () => { [|while|] (true) await Task.Delay(10); });")]
    [InlineData("loop = [|RunAsync|](cancellationToken); await loop;")]
    [InlineData("var run = [|RunAsync|](cancellationToken); await run;")]
    [InlineData("await Task.WhenAll([|RunAsync|](cancellationToken), Task.CompletedTask);")]
    [InlineData("await Inner(); async Task Inner() { while (true) await Task.Delay(10); }")]
    public Task Work_that_never_ends_is_reported(string statements) => Start(statements
        .Replace("Task.[|Run|](() => { })", "Task.Run(() => { })")
        .Replace("await Inner();", "await [|Inner|]();"));

    [Fact]
    public Task A_task_that_is_returned_is_reported() => Check.Rule<StartAsyncBlocksHost>("""
        class Pump : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) => Task.Run(async () =>
            {
                [|while|] (!cancellationToken.IsCancellationRequested) await Task.Delay(10);
            });

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    [Theory]
    [InlineData("Task.[|Run|](Loop)", "async Task Loop() { while (true) await Task.Delay(10); }")]
    [InlineData("Task.Factory.[|StartNew|](Loop)", "void Loop() { while (true) Thread.Sleep(10); }")]
    [InlineData("Task.Factory.StartNew(Loop)", "async Task Loop() { while (true) await Task.Delay(10); }")]
    [InlineData("Task.Factory.StartNew(async () => { while (true) await Task.Delay(10); })", "")]
    [InlineData("Task.Factory.StartNew(() => { [|while|] (true) Thread.Sleep(10); })", "")]
    public Task A_method_on_the_pool_is_looked_at(string call, string loop) => Check.Rule<StartAsyncBlocksHost>($$"""
        class Pump : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) => {{call}};
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            {{loop}}
        }
        """);

    [Fact]
    public Task Work_of_another_type_is_reported_where_it_is_called() => Check.Rule<StartAsyncBlocksHost>("""
        interface IPump { Task Pump(CancellationToken token); }

        class Pumping : IPump
        {
            public async Task Pump(CancellationToken token) => await Loop(token);
            private async Task Loop(CancellationToken token) { while (!token.IsCancellationRequested) await Task.Delay(10, token); }
        }

        class Service : IHostedService
        {
            private readonly IPump _pump;
            public Service(IPump pump) => _pump = pump;
            public Task StartAsync(CancellationToken cancellationToken) => _pump.[|Pump|](cancellationToken);
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task The_steps_around_the_start_are_reported() => Check.Rule<StartAsyncBlocksHost>("""
        class Pump : IHostedLifecycleService
        {
            public Task StartingAsync(CancellationToken cancellationToken) => Task.[|Delay|](-1);
            public async Task StartedAsync(CancellationToken cancellationToken) => await Task.[|Delay|](-1, cancellationToken);
            Task IHostedService.StartAsync(CancellationToken cancellationToken) { Thread.[|Sleep|](-1); return Task.CompletedTask; }
            public Task StoppingAsync(CancellationToken cancellationToken) => Task.Delay(-1);
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task The_start_of_a_worker_is_reported() => Check.Rule<StartAsyncBlocksHost>("""
        class Pump : BackgroundService
        {
            private bool _ready;

            public override async Task StartAsync(CancellationToken cancellationToken)
            {
                [|while|] (!_ready) await Task.Delay(100);
                await base.StartAsync(cancellationToken);
            }

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested) { _ready = true; await Task.Delay(100, stoppingToken); }
            }
        }
        """);

    [Theory]
    [InlineData("loop = RunAsync(other.Token);")]
    [InlineData("loop = Task.Run(() => Work(other.Token));")]
    [InlineData("_ = RunAsync(other.Token);")]
    [InlineData("loop = RunAsync(other.Token); if (loop.IsCompleted) await loop;")]
    [InlineData("var run = RunAsync(other.Token); await Task.WhenAny(run, Task.Delay(1000));")]
    [InlineData("await RunAsync(cancellationToken).WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("other.Token.Register(async () => { while (true) await Task.Delay(10); });")]
    [InlineData("new Thread(() => { while (true) Thread.Sleep(10); }).Start();")]
    public Task Work_that_is_started_and_kept_is_left_alone(string statements) => Start(statements);

    [Theory]
    [InlineData("while (!cancellationToken.IsCancellationRequested) { if (await IsUp()) break; await Task.Delay(100, cancellationToken); }")]
    [InlineData("while (true) { if (await IsUp()) return; await Task.Delay(100, cancellationToken); }")]
    [InlineData("while (!await IsUp()) await Task.Delay(100, cancellationToken);")]
    [InlineData("for (var i = 0; i < 10; i++) { if (await IsUp()) break; await Task.Delay(100); }")]
    [InlineData("var tries = 0; while (!await IsUp()) { if (++tries > 10) throw new TimeoutException(); await Task.Delay(100); }")]
    [InlineData("var tries = 0; while (true) { try { await client.GetStringAsync(\"http://store\"); break; } catch (HttpRequestException) when (tries++ < 5) { await Task.Delay(100); } }")]
    [InlineData("var left = 5; while (true) { try { await client.GetStringAsync(\"http://store\"); break; } catch (HttpRequestException) { if (left is < 1) return; left -= 1; await Task.Delay(100); } }")]
    [InlineData("while (!await IsUp()) { if (client.Timeout.Ticks == 0) throw new InvalidOperationException(); await Task.Delay(100); }")]
    [InlineData("while (!stopping) { stopping = await IsUp(); await Task.Delay(10, cancellationToken); }")]
    [InlineData("while (!await IsUp()) Console.WriteLine();")]
    [InlineData("foreach (var host in new[] { \"a\", \"b\" }) { await client.GetStringAsync(host); await Task.Delay(100); }")]
    public Task A_loop_with_a_limit_or_a_token_is_left_alone(string statements) => Start(statements);

    [Theory]
    [InlineData("[|while|] (!busy) await Task.Delay(100);")]
    [InlineData("[|while|] (!await IsUp()) await Task.Delay(100);")]
    [InlineData("[|while|] (!await IsUp()) { Console.WriteLine(\"The store is not up\"); await Task.Delay(100); }")]
    [InlineData("do { await Task.Delay(100); } [|while|] (!await IsUp());")]
    [InlineData("[|while|] (true) { try { await client.GetStringAsync(\"http://store\"); break; } catch (HttpRequestException) { await Task.Delay(100); } }")]
    [InlineData("[|for|] (;;) { if (await IsUp()) break; Thread.Sleep(100); }")]
    [InlineData("process.[|WaitForExit|]();")]
    [InlineData("await process.[|WaitForExitAsync|]();")]
    [InlineData("ready.[|Wait|]();")]
    [InlineData("signal.[|Wait|]();")]
    [InlineData("await signal.[|WaitAsync|]();")]
    [InlineData("await [|done.Task|];")]
    [InlineData("var first = await queue.Reader.[|ReadAsync|]();")]
    [InlineData("await new System.IO.Pipes.NamedPipeServerStream(\"a\").[|WaitForConnectionAsync|]();")]
    public async Task A_wait_without_the_token_is_reported(string statements)
    {
        var found = await Check.Rule<StartAsyncBlocksHost>(Service(statements));
        Assert.All(found, finding => Assert.Contains("without its token", finding.GetMessage()));
    }

    [Fact]
    public Task A_wait_in_a_method_of_the_type_is_reported() => Start("await Prepare();", "async Task Prepare() { await process.[|WaitForExitAsync|](); }");

    [Theory]
    [InlineData("await process.WaitForExitAsync(cancellationToken);")]
    [InlineData("process.WaitForExit(1000);")]
    [InlineData("ready.Wait(cancellationToken);")]
    [InlineData("await signal.WaitAsync(cancellationToken);")]
    [InlineData("await signal.WaitAsync(1000);")]
    [InlineData("await gate.WaitAsync();")]
    [InlineData("await done.Task.WaitAsync(cancellationToken);")]
    [InlineData("var local = new TaskCompletionSource(); local.SetResult(); await local.Task;")]
    [InlineData("var first = await queue.Reader.ReadAsync(cancellationToken);")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); await timer.WaitForNextTickAsync();")]
    [InlineData("cancellationToken.Register(() => done.TrySetCanceled()); await done.Task;")]
    [InlineData("var exit = process.WaitForExitAsync();")]
    [InlineData("await Task.Delay(-1, other.Token);")]
    [InlineData("await Task.Delay(1000);")]
    [InlineData("await client.GetStringAsync(\"http://store\");")]
    public Task A_wait_with_an_end_is_left_alone(string statements) => Start(statements);

    [Theory]
    [InlineData("queue.Writer.Complete(); await foreach (var item in queue.Reader.ReadAllAsync()) Console.WriteLine(item);")]
    [InlineData("queue.Writer.Complete(); while (await queue.Reader.WaitToReadAsync()) Console.WriteLine();")]
    [InlineData("queue.Writer.TryWrite(1); queue.Writer.Complete(); var first = await queue.Reader.ReadAsync();")]
    public Task A_channel_that_is_completed_is_left_alone(string statements) => Start(statements);

    [Theory]
    [InlineData("await Task.[|Delay|](20000, cancellationToken);")]
    [InlineData("Thread.[|Sleep|](TimeSpan.FromSeconds(10));")]
    public Task A_long_delay_is_a_suggestion(string statements) => Check.Severity<StartAsyncBlocksHost>(DiagnosticSeverity.Info, Service(statements));

    [Theory]
    [InlineData("for (var i = 0; i < 10; i++) { try { await client.GetStringAsync(\"http://store\"); break; } catch (HttpRequestException) { await Task.Delay(20000, cancellationToken); } }")]
    [InlineData("try { await client.GetStringAsync(\"http://store\"); } catch (HttpRequestException) { await Task.Delay(20000, cancellationToken); await client.GetStringAsync(\"http://store\"); }")]
    [InlineData("loop = Task.Delay(20000);")]
    public Task A_pause_before_another_attempt_is_left_alone(string statements) => Start(statements);

    [Fact]
    public Task A_delay_in_another_method_is_left_alone() => Start("await Prepare();", "async Task Prepare() { await Task.Delay(20000); }");

    [Theory]
    [InlineData("class Pump", "")]
    [InlineData("abstract class Pump", "")]
    public Task A_type_that_no_host_starts_is_left_alone(string header, string members) => Start("while (true) await Task.Delay(10);", members, header);

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<StartAsyncBlocksHost>("""
        class Pump : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) => Task.Delay(-1);
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """, Target.Test);

    [Fact]
    public Task The_work_of_a_worker_is_left_alone() => Check.Rule<StartAsyncBlocksHost>("""
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) { while (!stoppingToken.IsCancellationRequested) await Task.Delay(10, stoppingToken); }
        }
        """);

    [Fact]
    public Task A_wait_in_a_constructor_is_left_to_the_rule_of_waits() => Check.Rule<StartAsyncBlocksHost>("""
        class Pump : IHostedService
        {
            public Pump(System.Diagnostics.Process process) => process.WaitForExit();
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task A_wait_that_the_stop_has_too_is_left_to_the_rule_of_stops() => Check.Rule<StartAsyncBlocksHost>("""
        class Pump : IHostedService
        {
            private readonly Thread _thread = new(() => { });
            public Task StartAsync(CancellationToken cancellationToken) { End(); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) { End(); return Task.CompletedTask; }
            private void End() => _thread.Join();
        }
        """);

    [Fact]
    public Task What_the_rule_of_waits_would_say_too_is_said_once() => Check.Rule<ProdReady.Hangs.UnboundedWaitInHostedCode>(Service("process.WaitForExit(); while (!busy) await Task.Delay(100);"));

    private static string Worker(string execute, string members = "") => $$"""
        abstract class Pump : BackgroundService
        {
            {{execute}}
            protected abstract int Next(CancellationToken token);
            {{members}}
        }
        """;

    [Theory]
    [InlineData("protected override Task [|ExecuteAsync|](CancellationToken stoppingToken) { while (!stoppingToken.IsCancellationRequested) Next(stoppingToken); return Task.CompletedTask; }")]
    [InlineData("protected override Task [|ExecuteAsync|](CancellationToken stoppingToken) { Loop(stoppingToken); return Task.CompletedTask; }")]
    [InlineData("protected override async Task [|ExecuteAsync|](CancellationToken stoppingToken) { while (true) { Next(stoppingToken); } }")]
    [InlineData("protected override async Task [|ExecuteAsync|](CancellationToken stoppingToken) { Next(stoppingToken); await Begin(stoppingToken); }")]
    public Task A_loop_before_any_await_is_reported_until_version_10(string execute) => Check.Rule<StartAsyncBlocksHost>(Worker(execute, Loops), Target.Library with { References = References.WithHost(8) });

    [Theory]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stoppingToken) { await Task.Yield(); while (true) { Next(stoppingToken); } }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stoppingToken) { while (true) { Next(stoppingToken); await Task.Delay(1); } }")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => { while (true) { Next(stoppingToken); } });")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stoppingToken) { await using var stream = new MemoryStream(); while (true) { Next(stoppingToken); } }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stoppingToken) { await Task.Delay(1); await Begin(stoppingToken); }")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stoppingToken) { for (var i = 0; i < 3; i++) Next(stoppingToken); return Task.CompletedTask; }")]
    public Task A_worker_that_awaits_first_is_left_alone(string execute) => Check.Rule<StartAsyncBlocksHost>(Worker(execute, Loops), Target.Library with { References = References.WithHost(8) });

    [Fact]
    public Task From_version_10_on_the_host_does_not_wait_for_it() => Check.Rule<StartAsyncBlocksHost>(
        Worker("protected override Task ExecuteAsync(CancellationToken stoppingToken) { Loop(stoppingToken); return Task.CompletedTask; }", Loops));

    private const string Loops = """
        void Loop(CancellationToken token) { while (!token.IsCancellationRequested) Next(token); }
        async Task Begin(CancellationToken token) { while (!token.IsCancellationRequested) Next(token); }
        """;
}
