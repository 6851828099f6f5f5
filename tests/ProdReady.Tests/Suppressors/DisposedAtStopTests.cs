using ProdReady.Suppressors;

namespace ProdReady.Tests.Suppressors;

public class DisposedAtStopTests
{
    private static string Service(string members, string stop, string bases = "IHostedService", string start = "return Task.CompletedTask;") => $$"""
        sealed class {|CA1001:Service|} : {{bases}}
        {
            {{members}}
            public Task StartAsync(CancellationToken cancellationToken) { {{start}} }
            public async Task StopAsync(CancellationToken cancellationToken) { await Task.Yield(); {{stop}} }
        }
        """;

    [Theory]
    [InlineData("private readonly CancellationTokenSource _source = new();", "_source.Cancel(); _source.Dispose();")]
    [InlineData("private Timer? _timer;", "_timer?.Dispose();")]
    [InlineData("private Timer? _timer;", "if (_timer is not null) await _timer.DisposeAsync().ConfigureAwait(false);")]
    [InlineData("private Timer? _timer;", "if (_timer != null) { await _timer.DisposeAsync(); }")]
    [InlineData("private Timer? _timer;", "if (_timer is { } timer) await timer.DisposeAsync();")]
    [InlineData("private Timer? _timer;", "if (_timer is Timer timer) timer.Dispose();")]
    [InlineData("private Timer? _timer;", "Interlocked.Exchange(ref _timer, null)?.Dispose();")]
    [InlineData("private Timer? _timer;", "if (Interlocked.Exchange(ref _timer, null) is { } timer) timer.Dispose();")]
    [InlineData("private Timer? _timer;", "var timer = _timer; timer?.Dispose();")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open);", "using (_file) { await _file.FlushAsync(); }")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open);", "await using var file = _file;")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open);", "_file.Close();")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open);", "try { await _file.FlushAsync(); } finally { _file.Dispose(); }")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open); private void Close() => _file.Dispose();", "Close();")]
    [InlineData("private HttpClient Client { get; } = new();", "Client.Dispose();")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open); private Task? _work; private static readonly HttpClient Shared = new();", "if (_work is null) return; _file.Dispose();")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open); private readonly HttpClient _client; public Service(HttpClient client) { _client = client; }", "_file.Dispose();")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open); private readonly HttpClient _client; public Service(HttpClient client) { _client = client ?? throw new ArgumentNullException(nameof(client)); }", "_file.Dispose();")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open); private Task? _work;", "if (_work is null) return; try { await _work; } finally { _file.Dispose(); }")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open);", "try { if (cancellationToken.IsCancellationRequested) return; } finally { _file.Dispose(); }")]
    public Task What_StopAsync_disposes_is_silenced(string members, string stop) => Check.Silenced<DisposedAtStop>(Service(members, stop));

    [Theory]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open);", "await _file.FlushAsync();")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open);", "if (cancellationToken.IsCancellationRequested) _file.Dispose();")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open);", "if (cancellationToken.IsCancellationRequested) return; _file.Dispose();")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open);", "while (cancellationToken.IsCancellationRequested) _file.Dispose();")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open);", "try { await Task.Yield(); } catch { _file.Dispose(); }")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open);", "_ = Task.Run(() => _file.Dispose());")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open); private readonly FileStream _other = new(\"g\", FileMode.Open);", "_file.Dispose();")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open); private FileStream? _other;", "_other?.Dispose(); if (_other is not null) _file.Dispose();")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open); private Timer? _other;", "_other?.Change(_file.Handle == 0 ? 1 : 2, 1); _other?.Dispose();")]
    [InlineData("private readonly List<FileStream> _files = new();", "_files[0].Dispose();")]
    [InlineData("private FileStream? _file; private Service? _next;", "_next?._file?.Dispose();")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open); private static readonly object Gate = new();", "switch (1) { case 1: _file.Dispose(); break; }")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open);", "_ = cancellationToken.IsCancellationRequested && Close(); bool Close() { _file.Dispose(); return true; }")]
    [InlineData("private readonly FileStream _file = new(\"f\", FileMode.Open); private HttpClient _client = null!; public void Take(HttpClient client) { _client = client; }", "_file.Dispose();")]
    public Task What_it_may_not_dispose_is_left_alone(string members, string stop) => Check.NotSilenced<DisposedAtStop>(Service(members, stop));

    [Fact]
    public Task Each_of_the_rules_is_answered() => Check.Silenced<DisposedAtStop>("""
        sealed class {|S2931:Service|} : IHostedLifecycleService, IDisposable
        {
            {|IDISP002:private readonly FileStream _file = new("f", FileMode.Open);|}
            private readonly FileStream {|CA2213:_other|} = new("g", FileMode.Open);
            {|IDISP006:private HttpClient Client { get; } = new();|}
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StoppingAsync(CancellationToken cancellationToken) { _other.Dispose(); return Task.CompletedTask; }
            public Task StoppedAsync(CancellationToken cancellationToken) { _file.Dispose(); Client.Dispose(); return Task.CompletedTask; }
            public void Dispose() { }
        }
        """);

    [Fact]
    public Task A_background_service_that_stops_in_its_own_way_is_silenced() => Check.Silenced<DisposedAtStop>("""
        class Worker : BackgroundService
        {
            private readonly FileStream {|CA2213:_file|} = new("f", FileMode.Open);
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await base.StopAsync(cancellationToken);
                await _file.DisposeAsync();
            }
        }
        """);

    [Fact]
    public Task A_type_that_no_host_stops_is_left_alone() => Check.NotSilenced<DisposedAtStop>(Service("private readonly FileStream _file = new(\"f\", FileMode.Open);", "_file.Dispose();", bases: "object"));

    [Fact]
    public Task A_service_that_code_makes_itself_is_left_alone() => Check.NotSilenced<DisposedAtStop>(
        Service("private readonly FileStream _file = new(\"f\", FileMode.Open);", "_file.Dispose();") + " class Maker { object Make() => new Service(); }");

    [Fact]
    public Task A_service_that_is_registered_by_a_factory_is_silenced() => Check.Silenced<DisposedAtStop>(
        Service("private readonly FileStream _file = new(\"f\", FileMode.Open);", "_file.Dispose();") + " class Maker { void Add(IServiceCollection services) => services.AddHostedService(_ => new Service()); }");

    [Fact]
    public Task A_stop_that_is_overridden_is_left_alone() => Check.NotSilenced<DisposedAtStop>("""
        class {|CA1001:Service|} : IHostedService
        {
            private readonly FileStream _file = new("f", FileMode.Open);
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public virtual Task StopAsync(CancellationToken cancellationToken) { _file.Dispose(); return Task.CompletedTask; }
        }

        class Other : Service
        {
            public override Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task A_member_of_the_base_is_left_alone() => Check.NotSilenced<DisposedAtStop>("""
        abstract class Base : IHostedService
        {
            protected readonly FileStream {|CA2213:_file|} = new("f", FileMode.Open);
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public abstract Task StopAsync(CancellationToken cancellationToken);
        }

        class Service : Base
        {
            public override Task StopAsync(CancellationToken cancellationToken) { _file.Dispose(); return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task Where_it_is_turned_off_it_is_left_alone() => Check.NotSilenced<DisposedAtStop>(
        Service("private Timer? _timer;", "_timer?.Dispose();"), new Target().With((DisposedAtStop.IsOn.Key, "false")));
}
