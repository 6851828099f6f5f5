using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class BaseStopNotCalledTests
{
    private const string Work = "protected override async Task ExecuteAsync(CancellationToken stoppingToken) { while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken); }";

    private static Task Worker(string members, string work = Work) => Check.Rule<BaseStopNotCalled>($$"""
        class Pump : BackgroundService
        {
            readonly ILogger logger = null!;
            readonly CancellationTokenSource source = new();
            {{work}}
            {{members}}
            Task Flush() => Task.Delay(1);
        }
        """);

    [Theory]
    [InlineData("public override Task [|StopAsync|](CancellationToken cancellationToken) => Task.CompletedTask;")]
    [InlineData("public override Task [|StopAsync|](CancellationToken cancellationToken) => Flush();")]
    [InlineData("public override async Task [|StopAsync|](CancellationToken cancellationToken) { logger.LogInformation(\"Stopping\"); await Flush(); }")]
    [InlineData("public override Task [|StopAsync|](CancellationToken cancellationToken) { source.Cancel(); return Task.CompletedTask; }")]
    [InlineData("public override Task [|StopAsync|](CancellationToken cancellationToken) => StopAsync(); Task StopAsync() => Flush();")]
    public Task A_stop_without_the_base_is_reported(string stop) => Worker(stop);

    [Theory]
    [InlineData("public override Task StopAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken);")]
    [InlineData("public override async Task StopAsync(CancellationToken cancellationToken) { await base.StopAsync(cancellationToken); await Flush(); }")]
    [InlineData("public override async Task StopAsync(CancellationToken cancellationToken) { try { await Flush(); } finally { await base.StopAsync(cancellationToken); } }")]
    [InlineData("public override Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(Flush(), base.StopAsync(cancellationToken));")]
    [InlineData("public override Task StopAsync(CancellationToken cancellationToken) => Stop(cancellationToken); Task Stop(CancellationToken token) => base.StopAsync(token);")]
    [InlineData("public override Task StopAsync(CancellationToken cancellationToken) => Task.Run(() => base.StopAsync(cancellationToken));")]
    public Task A_call_of_the_base_is_left_alone(string stop) => Worker(stop);

    [Fact]
    public Task A_call_under_a_condition_is_left_alone() =>
        Worker("public override Task StopAsync(CancellationToken cancellationToken) { if (source.IsCancellationRequested) return Task.CompletedTask; return base.StopAsync(cancellationToken); }");

    [Fact]
    public Task A_stop_that_only_throws_is_left_alone() => Worker("public override Task StopAsync(CancellationToken cancellationToken) => throw new NotSupportedException();");

    [Fact]
    public Task Another_method_of_the_name_is_left_alone() => Worker("public Task StopAsync(string reason) => Task.CompletedTask; public Task StopAsync() => Task.CompletedTask;");

    [Fact]
    public Task A_start_without_the_base_is_reported() => Worker("public override Task [|StartAsync|](CancellationToken cancellationToken) { logger.LogInformation(\"Starting\"); return Task.CompletedTask; }");

    [Fact]
    public Task A_start_that_calls_the_base_is_left_alone() => Worker("public override async Task StartAsync(CancellationToken cancellationToken) { await Flush(); await base.StartAsync(cancellationToken); }");

    [Fact]
    public Task A_start_that_begins_the_work_by_itself_is_left_alone() =>
        Worker("Task? task; public override Task StartAsync(CancellationToken cancellationToken) { task = ExecuteAsync(source.Token); return Task.CompletedTask; }");

    [Theory]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stoppingToken) => throw new NotSupportedException();")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stoppingToken) { return Task.CompletedTask; }")]
    public async Task Work_that_does_nothing_need_not_run(string work)
    {
        await Worker("public override Task StartAsync(CancellationToken cancellationToken) => Flush();", work);
        await Worker("public override Task StopAsync(CancellationToken cancellationToken) => Flush();", work);
    }

    [Fact]
    public Task Work_that_is_over_at_once_need_not_be_stopped() =>
        Worker("public override Task StopAsync(CancellationToken cancellationToken) => Flush();", "protected override Task ExecuteAsync(CancellationToken stoppingToken) { logger.LogInformation(\"Ready\"); return Task.CompletedTask; }");

    [Fact]
    public Task Work_that_is_over_at_once_must_run() =>
        Worker("public override Task [|StartAsync|](CancellationToken cancellationToken) => Flush();", "int count; protected override Task ExecuteAsync(CancellationToken stoppingToken) { count++; return Task.CompletedTask; }");

    [Theory]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(1000, stoppingToken);")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await Task.Delay(1000, stoppingToken);")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stoppingToken) { while (!stoppingToken.IsCancellationRequested) Thread.Sleep(10); return Task.CompletedTask; }")]
    public Task Work_that_goes_on_must_be_stopped(string work) => Worker("public override Task [|StopAsync|](CancellationToken cancellationToken) => Flush();", work);

    [Fact]
    public Task A_worker_that_never_starts_need_not_stop() => Worker("""
        public override Task [|StartAsync|](CancellationToken cancellationToken) => Task.CompletedTask;
        public override Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        """);

    [Fact]
    public Task A_stop_that_waits_for_the_work_by_itself_is_left_alone() => Worker(
        "public override async Task StopAsync(CancellationToken cancellationToken) { source.Cancel(); await loop; }",
        "Task loop = Task.CompletedTask; protected override Task ExecuteAsync(CancellationToken stoppingToken) { loop = Run(stoppingToken); return loop; } async Task Run(CancellationToken token) { while (!token.IsCancellationRequested) await Task.Delay(10); }");

    [Fact]
    public Task A_stop_that_waits_for_something_else_is_reported() => Worker(
        "Task other = Task.CompletedTask; public override async Task [|StopAsync|](CancellationToken cancellationToken) { source.Cancel(); await other; }");

    [Fact]
    public Task A_stop_that_waits_for_the_task_of_its_base_is_left_alone() => Worker(
        "public override async Task StopAsync(CancellationToken cancellationToken) { source.Cancel(); if (ExecuteTask is { } task) await task.WaitAsync(cancellationToken); }");

    [Fact]
    public Task Work_that_never_looks_at_its_token_ends_in_another_way() => Worker(
        "public override Task StopAsync(CancellationToken cancellationToken) { source.Cancel(); return Task.CompletedTask; }",
        "protected override async Task ExecuteAsync(CancellationToken stoppingToken) { while (!source.IsCancellationRequested) await Task.Delay(10); }");

    [Fact]
    public Task A_stop_that_only_logs_ends_nothing() => Worker(
        "public override Task [|StopAsync|](CancellationToken cancellationToken) { logger.LogInformation(\"Stopping\"); return Task.CompletedTask; }",
        "protected override async Task ExecuteAsync(CancellationToken stoppingToken) { while (!source.IsCancellationRequested) await Task.Delay(10); }");

    private static Task Derived(string @base, string stop) => Check.Rule<BaseStopNotCalled>($$"""
        abstract class PumpBase : BackgroundService
        {
            {{@base}}
            protected Task Flush() => Task.Delay(1);
        }

        class Pump : PumpBase
        {
            {{Work}}
            {{stop}}
        }
        """);

    [Fact]
    public Task A_base_in_between_must_be_called() => Derived(
        "public override async Task StopAsync(CancellationToken cancellationToken) { await base.StopAsync(cancellationToken); await Flush(); }",
        "public override Task [|StopAsync|](CancellationToken cancellationToken) => Task.CompletedTask;");

    [Fact]
    public Task A_base_that_does_not_pass_it_on_is_reported_itself() => Derived(
        "public override Task [|StopAsync|](CancellationToken cancellationToken) => Flush();",
        "public override Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;");

    [Fact]
    public Task A_base_without_a_stop_of_its_own_is_passed_by() => Derived("", "public override Task [|StopAsync|](CancellationToken cancellationToken) => Task.CompletedTask;");

    [Fact]
    public Task A_base_of_another_assembly_is_left_alone() => Check.Rule<BaseStopNotCalled>($$"""
        class Pump : LibraryPump
        {
            {{Work}}
            public override Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """, new Target { LibrarySource = "public abstract class LibraryPump : BackgroundService { public override Task StopAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken); }" });

    private const string OwnBase = """
        abstract class PumpBase : IHostedService
        {
            readonly CancellationTokenSource source = new();
            public virtual Task StartAsync(CancellationToken cancellationToken) { Begin(source.Token); return Task.CompletedTask; }
            public virtual Task StopAsync(CancellationToken cancellationToken) { source.Cancel(); return Task.CompletedTask; }
            protected virtual void Begin(CancellationToken token) { }
        }

        """;

    [Fact]
    public Task A_service_that_does_not_stop_its_base_is_reported() =>
        Check.Rule<BaseStopNotCalled>(OwnBase + "class Pump : PumpBase { public override Task [|StopAsync|](CancellationToken cancellationToken) => Task.CompletedTask; }");

    [Fact]
    public Task A_service_that_stops_its_base_is_left_alone() =>
        Check.Rule<BaseStopNotCalled>(OwnBase + "class Pump : PumpBase { public override Task StopAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken); }");

    [Fact]
    public Task A_service_that_starts_in_its_own_way_is_left_alone() =>
        Check.Rule<BaseStopNotCalled>(OwnBase + """
            class Pump : PumpBase
            {
                public override Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
                public override Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            }
            """);

    [Fact]
    public Task A_base_with_nothing_to_stop_is_left_alone() => Check.Rule<BaseStopNotCalled>("""
        class PumpBase : IHostedService
        {
            public virtual Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public virtual Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }

        class Pump : PumpBase { public override Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask; }
        """);

    [Fact]
    public Task What_is_not_hosted_is_left_alone() => Check.Rule<BaseStopNotCalled>("""
        class Engine { public virtual Task StopAsync(CancellationToken cancellationToken) => Task.Delay(1); }

        class Diesel : Engine { public override Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask; }
        """);

    [Fact]
    public Task The_work_of_derived_types_counts() => Check.Rule<BaseStopNotCalled>($$"""
        abstract class PumpBase : BackgroundService { public override Task [|StopAsync|](CancellationToken cancellationToken) => Task.Delay(1); }

        class Pump : PumpBase { {{Work}} }
        """);

    [Fact]
    public Task Work_that_nobody_has_written_is_left_alone() => Check.Rule<BaseStopNotCalled>(
        "abstract class PumpBase : BackgroundService { public override Task StopAsync(CancellationToken cancellationToken) => Task.Delay(1); }");

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<BaseStopNotCalled>(
        $$"""class Pump : BackgroundService { {{Work}} public override Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask; }""",
        new Target { Properties = { ["IsTestProject"] = "true" } });
}
