using Microsoft.CodeAnalysis;
using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class StopAssumesStartedTests
{
    private static string Service(string members) => $$"""
        class Pump : IHostedService, IDisposable
        {
            Timer? _timer;
            Timer _known = null!;
            Task? _loop;
            bool _isStarted;
            readonly CancellationTokenSource _stopping = new CancellationTokenSource();

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _timer = new Timer(_ => { }, null, 0, 1000);
                _known = _timer;
                _loop = Task.Run(() => { });
                _isStarted = true;
                return Task.CompletedTask;
            }

            {{members}}
        }
        """;

    private static Task Stop(string body) => Check.Rule<StopAssumesStarted>(Service($$"""
            public async Task StopAsync(CancellationToken cancellationToken)
            {
                {{body}}
                await Task.Yield();
            }

            public void Dispose() { }
        """));

    [Fact]
    public Task A_field_of_the_start_that_is_called_is_reported() => Stop("[|_known|].Dispose();");

    [Fact]
    public Task A_bang_does_not_help() => Stop("[|_timer|]!.Dispose();");

    [Fact]
    public Task A_task_that_is_awaited_is_reported() => Stop("await [|_loop|]!;");

    [Fact]
    public Task A_task_that_is_awaited_without_a_context_is_reported() => Stop("await [|_loop|]!.ConfigureAwait(false);");

    [Fact]
    public Task A_task_among_several_is_reported() => Stop("await Task.WhenAll([|_loop|]!, Task.Delay(1));");

    [Fact]
    public Task It_weighs_little() => Check.Severity<StopAssumesStarted>(DiagnosticSeverity.Info, Service("""
            public async Task StopAsync(CancellationToken cancellationToken) => await [|_loop|]!;
            public void Dispose() { }
        """));

    [Fact]
    public Task Dispose_runs_without_a_start_too() => Check.Rule<StopAssumesStarted>(Service("""
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public void Dispose() => [|_known|].Dispose();
        """));

    [Fact]
    public Task A_method_that_the_stop_calls_is_looked_at() => Check.Rule<StopAssumesStarted>(Service("""
            public Task StopAsync(CancellationToken cancellationToken) { End(); return Task.CompletedTask; }
            public void Dispose() { }
            void End() => [|_known|].Dispose();
        """));

    [Fact]
    public Task A_test_before_that_method_is_called_is_left_alone() => Check.Rule<StopAssumesStarted>(Service("""
            public Task StopAsync(CancellationToken cancellationToken) { if (_isStarted) End(); return Task.CompletedTask; }
            public void Dispose() { }
            void End() => _known.Dispose();
        """));

    [Fact]
    public Task A_method_that_the_work_calls_as_well_is_left_alone() => Check.Rule<StopAssumesStarted>("""
        class Pump : BackgroundService
        {
            Timer _timer = null!;

            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _timer = new Timer(_ => { });
                End();
                return Task.CompletedTask;
            }

            public override Task StopAsync(CancellationToken cancellationToken) { End(); return base.StopAsync(cancellationToken); }

            void End() => _timer.Change(0, 0);
        }
        """);

    [Theory]
    [InlineData("_timer?.Dispose();")]
    [InlineData("if (_timer != null) _timer.Dispose();")]
    [InlineData("if (_isStarted) _known.Dispose();")]
    [InlineData("if (_loop is null) return; _known.Dispose();")]
    [InlineData("if (_loop is { } loop) { await loop; _known.Dispose(); }")]
    [InlineData("var isOn = _loop != null; if (isOn) _known.Dispose();")]
    [InlineData("var isOn = _loop != null && _known.Change(0, 0);")]
    [InlineData("await (_loop ?? Task.CompletedTask);")]
    [InlineData("await (_loop == null ? Task.CompletedTask : _loop);")]
    [InlineData("try { _known.Dispose(); } catch (Exception) { }")]
    [InlineData("_timer ??= new Timer(_ => { }); _timer.Dispose();")]
    [InlineData("ArgumentNullException.ThrowIfNull(_timer); _timer.Dispose();")]
    [InlineData("switch (_isStarted) { case true: _known.Dispose(); break; }")]
    [InlineData("while (_loop != null) { _known.Dispose(); break; }")]
    public Task Whoever_asks_first_is_left_alone(string body) => Stop(body);

    [Theory]
    [InlineData("if (_stopping != null) [|_known|].Dispose();")]
    [InlineData("if (cancellationToken.IsCancellationRequested) return; [|_known|].Dispose();")]
    [InlineData("if (_isStarted) { _stopping.Cancel(); } [|_known|].Dispose();")]
    public Task A_test_that_says_nothing_about_the_start_does_not_help(string body) => Stop(body);

    [Fact]
    public Task A_field_from_the_beginning_is_left_alone() => Stop("_stopping.Cancel();");

    [Fact]
    public Task A_field_that_the_constructor_sets_as_well_is_left_alone() => Check.Rule<StopAssumesStarted>("""
        class Pump : IHostedService
        {
            Timer _timer;
            Pump() => _timer = new Timer(_ => { });
            public Task StartAsync(CancellationToken cancellationToken) { _timer = new Timer(_ => { }); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) { _timer.Dispose(); return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task A_field_that_somebody_else_may_set_is_left_alone() => Check.Rule<StopAssumesStarted>("""
        class Pump : IHostedService
        {
            Timer _timer = null!;
            public void Prepare() => _timer = new Timer(_ => { });
            public Task StartAsync(CancellationToken cancellationToken) { _timer = new Timer(_ => { }); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) { _timer.Dispose(); return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task A_field_that_another_type_sets_is_left_alone() => Check.Rule<StopAssumesStarted>("""
        abstract class Pump : IHostedService
        {
            protected Timer _timer = null!;
            public Task StartAsync(CancellationToken cancellationToken) { _timer = new Timer(_ => { }); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) { _timer.Dispose(); return Task.CompletedTask; }
        }

        class Derived : Pump
        {
            public Derived() => _timer = new Timer(_ => { });
        }
        """);

    [Fact]
    public Task A_field_that_derived_types_only_see_is_reported() => Check.Rule<StopAssumesStarted>("""
        abstract class Pump : IHostedService
        {
            protected Task[] _tasks = null!;
            public Task StartAsync(CancellationToken cancellationToken) { _tasks = Begin(); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll([|_tasks|]);
            protected abstract Task[] Begin();
        }
        """);

    [Fact]
    public Task A_field_that_is_handed_to_be_set_is_left_alone() => Check.Rule<StopAssumesStarted>("""
        class Pump : IHostedService
        {
            Timer _timer = null!;
            Pump() => Make(out _timer);
            static void Make(out Timer timer) => timer = new Timer(_ => { });
            public Task StartAsync(CancellationToken cancellationToken) { _timer = new Timer(_ => { }); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) { _timer.Dispose(); return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task A_value_is_never_null() => Check.Rule<StopAssumesStarted>("""
        class Pump : IHostedService
        {
            TimeSpan _pause;
            public Task StartAsync(CancellationToken cancellationToken) { _pause = TimeSpan.FromSeconds(1); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) { Console.WriteLine(_pause.TotalSeconds); return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task What_is_not_hosted_is_left_alone() => Check.Rule<StopAssumesStarted>("""
        class Pump
        {
            Timer _timer = null!;
            public Task StartAsync(CancellationToken cancellationToken) { _timer = new Timer(_ => { }); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) { _timer.Dispose(); return Task.CompletedTask; }
        }
        """);
}
