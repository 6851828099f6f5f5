using ProdReady.Benchmarks.Inputs;

namespace ProdReady.Benchmarks.Service.Parts;

/// <summary>Work in the background: a loop of one shape or another around guarded work.</summary>
internal static class Worker
{
    public static SourceFile Of(Area area) => area.File("Worker", $$"""
        using System.Data.Common;
        using System.Diagnostics;
        using System.Threading.Channels;

        namespace {{area.Namespace}};

        public sealed class {{area.Name}}Queue
        {
            private readonly Channel<Guid> _channel = Channel.CreateBounded<Guid>({{area.Dice.Next(10, 9000)}});

            public ChannelReader<Guid> Reader => _channel.Reader;

            public ValueTask EnqueueAsync(Guid id, CancellationToken cancellationToken) => _channel.Writer.WriteAsync(id, cancellationToken);
        }

        public sealed class {{area.Name}}Worker(IServiceScopeFactory scopes, {{area.Name}}Queue queue, ILogger<{{area.Name}}Worker> logger) : BackgroundService
        {
            private readonly ILogger<{{area.Name}}Worker> _logger = logger;
            private int _failures;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _logger.LogInformation("{{area.Name}} worker starts");
                {{Loop(area).In(8)}}
            }

            private async Task RunOnceAsync(CancellationToken cancellationToken)
            {
                await using var scope = scopes.CreateAsyncScope();
                var service = scope.ServiceProvider.GetRequiredService<{{area.Name}}Service>();
                try
                {
                    await service.GetAsync(Guid.NewGuid(), cancellationToken);
                    _failures = 0;
                }
                {{Catches.Some(area.Dice, $"Run of {area.Name}").In(8)}}
            }

            private async Task HandleAsync(Guid id, CancellationToken cancellationToken)
            {
                using var scope = _logger.BeginScope("{{area.Name}} {Id}", id);
                var watch = Stopwatch.StartNew();
                await RunOnceAsync(cancellationToken);
                if (watch.Elapsed > TimeSpan.FromSeconds({{area.Dice.Next(1, 20)}})) _logger.LogWarning("{Id} took {Elapsed} ({Failures} failures)", id, watch.Elapsed, _failures);
            }

            {{Catches.Helper.In(4)}}
        }
        """);

    private static string Loop(Area area) => area.Dice.Next(10) switch
    {
        < 4 => $$"""
            while (!stoppingToken.IsCancellationRequested)
            {
                await RunOnceAsync(stoppingToken);
                await Task.Delay(TimeSpan.FromSeconds({{area.Dice.Next(1, 300)}}), stoppingToken);
            }

            _ = queue;
            """,
        < 6 => $$"""
            using var timer = new PeriodicTimer(TimeSpan.FromMinutes({{area.Dice.Next(1, 60)}}));
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RunOnceAsync(stoppingToken);
                while (queue.Reader.TryRead(out var id)) await HandleAsync(id, stoppingToken);
            }
            """,
        < 8 => """
            await foreach (var id in queue.Reader.ReadAllAsync(stoppingToken))
            {
                try
                {
                    await HandleAsync(id, stoppingToken);
                }
                catch (Exception exception)
                {
                    _failures++;
                    _logger.LogError(exception, "Handling {Id} failed", id);
                }
            }
            """,
        < 9 => """
            await foreach (var id in queue.Reader.ReadAllAsync())
            {
                await HandleAsync(id, CancellationToken.None);
            }
            """,
        _ => $$"""
            _ = queue;
            while (true)
            {
                await RunOnceAsync(default);
                await Task.Delay({{area.Dice.Next(1000, 90000)}});
            }
            """,
    };
}
