using Microsoft.CodeAnalysis;
using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class UnboundedWaitAtStopTests
{
    private const string Start = "public Task StartAsync(CancellationToken cancellationToken) { loop = RunAsync(source.Token); Loop = RunAsync(source.Token); all = new[] { RunAsync(source.Token) }; return Task.CompletedTask; }";

    private static string Code(string members, string start = Start, string run = "while (!token.IsCancellationRequested) await client.GetStringAsync(\"http://store\");", string header = "class Pump : IHostedService, IDisposable") => $$"""
        using System.Diagnostics;

        {{header}}
        {
            readonly HttpClient client = new();
            readonly CancellationTokenSource source = new();
            readonly Thread thread = new(() => { });
            readonly ManualResetEventSlim ended = new();
            readonly SemaphoreSlim signal = new(0);
            readonly SemaphoreSlim gate = new(1);
            readonly TaskCompletionSource done = new();
            Process process = null!;
            Task loop = Task.CompletedTask;
            Task? Loop { get; set; }
            Task[] all = null!;
            volatile bool busy;
            async Task RunAsync(CancellationToken token) { {{run}} }
            {{start}}
            {{(members.Contains("Dispose()") ? "" : "public void Dispose() { process = Process.Start(\"a\"); busy = true; }")}}
            {{(members.Contains("Task StopAsync(") ? "" : "public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;")}}
            {{members}}
        }
        """;

    private static Task Stop(string statements) => Check.Rule<UnboundedWaitAtStop>(Code($"public async Task StopAsync(CancellationToken cancellationToken) {{ source.Cancel(); {statements} await Task.Yield(); }}"));

    [Theory]
    [InlineData("await [|loop|];")]
    [InlineData("await [|loop|].ConfigureAwait(false);")]
    [InlineData("if (Loop != null) await [|Loop|];")]
    [InlineData("await ([|Loop|] ?? Task.CompletedTask);")]
    [InlineData("await Task.[|WhenAll|](loop, Task.Delay(1));")]
    [InlineData("await Task.[|WhenAll|](all);")]
    [InlineData("loop.[|Wait|]();")]
    [InlineData("loop.GetAwaiter().[|GetResult|]();")]
    [InlineData("Task.[|WaitAll|](loop);")]
    [InlineData("await [|done.Task|];")]
    [InlineData("done.Task.[|Wait|]();")]
    [InlineData("thread.[|Join|]();")]
    [InlineData("process.[|WaitForExit|]();")]
    [InlineData("await process.[|WaitForExitAsync|]();")]
    [InlineData("ended.[|Wait|]();")]
    [InlineData("await signal.[|WaitAsync|]();")]
    [InlineData("signal.[|Wait|]();")]
    [InlineData("[|while|] (busy) await Task.Delay(10);")]
    [InlineData("do { Thread.Sleep(10); } [|while|] (busy);")]
    [InlineData("Local(); void Local() => thread.[|Join|]();")]
    public Task A_wait_without_an_end_is_reported(string statement) => Stop(statement);

    [Theory]
    [InlineData("await loop.WaitAsync(cancellationToken);")]
    [InlineData("await loop.WaitAsync(TimeSpan.FromSeconds(10));")]
    [InlineData("await Task.WhenAny(loop, Task.Delay(-1, cancellationToken));")]
    [InlineData("if (await Task.WhenAny(loop, Task.Delay(1000)) == loop) await loop;")]
    [InlineData("if (loop.IsCompleted) await loop;")]
    [InlineData("await Task.WhenAll(loop).WaitAsync(cancellationToken);")]
    [InlineData("loop.Wait(cancellationToken);")]
    [InlineData("if (loop.Wait(1000)) await loop;")]
    [InlineData("await done.Task.WaitAsync(cancellationToken);")]
    [InlineData("thread.Join(1000);")]
    [InlineData("if (!thread.Join(1000)) { thread.Interrupt(); thread.Join(); }")]
    [InlineData("process.WaitForExit(1000);")]
    [InlineData("process.Kill(); process.WaitForExit();")]
    [InlineData("await process.WaitForExitAsync(cancellationToken);")]
    [InlineData("ended.Wait(cancellationToken);")]
    [InlineData("await signal.WaitAsync(cancellationToken);")]
    [InlineData("await signal.WaitAsync(1000);")]
    [InlineData("while (busy) await Task.Delay(10, cancellationToken);")]
    [InlineData("await gate.WaitAsync();")]
    [InlineData("await client.GetStringAsync(\"http://store\");")]
    [InlineData("client.GetStringAsync(\"http://store\").Wait();")]
    [InlineData("_ = Task.Run(() => thread.Join());")]
    [InlineData("using var registration = cancellationToken.Register(() => process.Kill()); await loop; process.WaitForExit();")]
    [InlineData("await other; ", "readonly Task other = Task.CompletedTask;")]
    public Task A_wait_with_an_end_is_left_alone(string statement, string? member = null) =>
        Check.Rule<UnboundedWaitAtStop>(Code($"public async Task StopAsync(CancellationToken cancellationToken) {{ source.Cancel(); {statement} await Task.Yield(); }} {member}"));

    [Fact]
    public Task A_task_that_is_returned_is_waited_for() => Check.Rule<UnboundedWaitAtStop>(Code("public Task StopAsync(CancellationToken cancellationToken) { source.Cancel(); return [|loop|]; }"));

    [Fact]
    public Task A_task_of_others_is_left_alone() => Check.Rule<UnboundedWaitAtStop>(Code(
        "public Task StopAsync(CancellationToken cancellationToken) => given; readonly Task given; public Pump(Task given) => this.given = given;"));

    [Fact]
    public Task A_method_that_the_stop_calls_is_part_of_it() => Check.Rule<UnboundedWaitAtStop>(Code(
        "public Task StopAsync(CancellationToken cancellationToken) { Halt(); return Task.CompletedTask; } void Halt() => thread.[|Join|]();"));

    [Fact]
    public Task A_method_that_nobody_calls_at_stop_is_left_alone() => Check.Rule<UnboundedWaitAtStop>(Code("public void Halt() => thread.Join();"));

    [Fact]
    public async Task A_disposal_has_no_token()
    {
        var found = await Check.Rule<UnboundedWaitAtStop>(Code("public void Dispose() { source.Cancel(); thread.[|Join|](); }"));
        Assert.Contains("Dispose waits for 'thread.Join()' without a timeout", found[0].GetMessage(null));
    }

    [Fact]
    public Task Work_that_cannot_be_stuck_is_a_suggestion() => Check.Severity<UnboundedWaitAtStop>(DiagnosticSeverity.Info, Code(
        "public Task StopAsync(CancellationToken cancellationToken) { source.Cancel(); return [|loop|]; }", run: "while (!token.IsCancellationRequested) await client.GetStringAsync(\"http://store\", token);"));

    [Theory]
    [InlineData("while (!token.IsCancellationRequested) await client.GetStringAsync(\"http://store\");")]
    [InlineData("while (true) await Task.Delay(10);")]
    [InlineData("while (!token.IsCancellationRequested) await Step(token); } async Task Step(CancellationToken token) { await client.GetStringAsync(\"http://store\");")]
    public Task Work_that_may_be_stuck_is_a_warning(string run) => Check.Severity<UnboundedWaitAtStop>(DiagnosticSeverity.Warning, Code(
        "public Task StopAsync(CancellationToken cancellationToken) { source.Cancel(); return [|loop|]; }", run: run));

    private static Task Worker(string members) => Check.Rule<UnboundedWaitAtStop>($$"""
        class Pump : BackgroundService
        {
            readonly HttpClient client = new();
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) { while (!stoppingToken.IsCancellationRequested) await client.GetStringAsync("http://store"); }
            {{members}}
        }
        """);

    [Theory]
    [InlineData("public override Task StopAsync(CancellationToken cancellationToken) => base.[|StopAsync|](CancellationToken.None);")]
    [InlineData("public override async Task StopAsync(CancellationToken cancellationToken) { await base.[|StopAsync|](default); }")]
    [InlineData("public override async Task StopAsync(CancellationToken cancellationToken) { if (ExecuteTask is not null) await [|ExecuteTask|]; await base.StopAsync(cancellationToken); }", DiagnosticSeverity.Info)]
    public Task A_worker_waits_for_its_base_with_the_token(string stop, DiagnosticSeverity severity = DiagnosticSeverity.Warning) => Check.Severity<UnboundedWaitAtStop>(severity, $$"""
        class Pump : BackgroundService
        {
            readonly HttpClient client = new();
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) { while (!stoppingToken.IsCancellationRequested) await client.GetStringAsync("http://store"); }
            {{stop}}
        }
        """);

    [Theory]
    [InlineData("public override Task StopAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken);")]
    [InlineData("public override async Task StopAsync(CancellationToken cancellationToken) { using var timeout = new CancellationTokenSource(1000); await base.StopAsync(timeout.Token); }")]
    public Task A_worker_that_hands_on_its_token_is_left_alone(string stop) => Worker(stop);

    [Fact]
    public Task A_base_that_waits_is_reported_once() => Check.Rule<UnboundedWaitAtStop>("""
        abstract class PumpBase : IHostedService
        {
            readonly Thread thread = new(() => { });
            public Task StartAsync(CancellationToken cancellationToken) { thread.Start(); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) { thread.[|Join|](); return Task.CompletedTask; }
        }

        class Pump : PumpBase { }
        """);

    [Fact]
    public Task A_callback_of_the_stopping_token_is_reported() => Check.Rule<UnboundedWaitAtStop>("""
        var app = WebApplication.Create(args);
        var thread = new Thread(() => { });
        var work = Task.Run(() => Thread.Sleep(1000));
        app.Lifetime.ApplicationStopping.Register(() => thread.[|Join|]());
        app.Lifetime.ApplicationStopped.Register(() => work.[|Wait|]());
        app.Lifetime.ApplicationStopping.Register(() => thread.Join(1000));
        app.Lifetime.ApplicationStopping.Register(() => work.Wait(1000));
        app.Lifetime.ApplicationStopping.Register(() => app.StopAsync().Wait());
        app.Lifetime.ApplicationStarted.Register(() => thread.Join());
        app.Run();
        """);

    [Fact]
    public Task What_is_not_hosted_is_left_alone() => Check.Rule<UnboundedWaitAtStop>(Code("public Task StopAsync(CancellationToken cancellationToken) { thread.Join(); return loop; }", header: "class Pump : IDisposable"));

    [Fact]
    public Task A_test_project_is_left_alone() =>
        Check.Rule<UnboundedWaitAtStop>(Code("public Task StopAsync(CancellationToken cancellationToken) { thread.Join(); return loop; }"), new Target { Properties = { ["IsTestProject"] = "true" } });
}
