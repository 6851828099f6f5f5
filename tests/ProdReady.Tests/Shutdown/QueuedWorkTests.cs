using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

/// <summary>The queue that the fix of PRD205 writes.</summary>
public class QueuedWorkTests
{
    private const string Title = "Enqueue to a bounded background queue";

    private const string Usings = "using System.Threading.Channels;\n\n";

    private const string Book = """

        public class OrderBook
        {
            public async Task WriteAsync(int number, CancellationToken token = default) => await File.AppendAllTextAsync("orders", $"{number}", token);
            public async ValueTask WriteValueAsync(string text) => await File.AppendAllTextAsync("orders", text);
        }
        """;

    private static string Queue() => """

        /// <summary>Work that goes on after its caller was answered: bounded, one piece after the other, and finished before the application ends.</summary>
        public sealed class BackgroundQueue : BackgroundService
        {
            private readonly Channel<Func<IServiceProvider, CancellationToken, Task>> _work = Channel.CreateBounded<Func<IServiceProvider, CancellationToken, Task>>(capacity: 1000);
            private readonly CancellationTokenSource _timeIsUp = new CancellationTokenSource();
            private readonly IServiceScopeFactory _scopes;
            private readonly ILogger<BackgroundQueue> _logger;

            /// <summary>Is made by the container.</summary>
            public BackgroundQueue(IServiceScopeFactory scopes, ILogger<BackgroundQueue> logger)
            {
                _scopes = scopes;
                _logger = logger;
            }

            /// <summary>Waits while the queue is full, and throws once the application is stopping.</summary>
            public ValueTask EnqueueAsync(Func<IServiceProvider, CancellationToken, Task> work, CancellationToken cancellationToken = default) =>
                _work.Writer.WriteAsync(work, cancellationToken);

            /// <summary>Takes no more work, and waits until all of it is done or the time that the host allows is over.</summary>
            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                _work.Writer.TryComplete();
                using var limit = cancellationToken.Register(_timeIsUp.Cancel);
                await base.StopAsync(cancellationToken);
                if (_work.Reader.Count > 0) _logger.LogError("The application ends with {Count} pieces of background work that were not begun", _work.Reader.Count);
            }

            /// <inheritdoc/>
            public override void Dispose()
            {
                _timeIsUp.Dispose();
                base.Dispose();
            }

            /// <inheritdoc/>
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                // Not until stoppingToken: what was accepted is done, until StopAsync runs out of time.
                await foreach (var work in _work.Reader.ReadAllAsync(CancellationToken.None))
                {
                    try
                    {
                        await using var scope = _scopes.CreateAsyncScope();
                        await work(scope.ServiceProvider, _timeIsUp.Token);
                    }
                    catch (Exception failure)
                    {
                        _logger.LogError(failure, "Background work failed");
                    }
                }
            }
        }
        """ + "\n";

    private const string Remark = "\n// Register it: services.AddSingleton<BackgroundQueue>(); services.AddHostedService(services => services.GetRequiredService<BackgroundQueue>());";

    private static string Program(string work) => $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddScoped<OrderBook>();

        var app = builder.Build();
        app.MapGet("/order/{number}", async (int number, OrderBook book) =>
        {
            await Task.Yield();
            {{work}}
            return Results.Accepted();
        });
        app.Run();
        """ + Book;

    private static string ProgramWithQueue(string work) => (Usings + Program(work) + Queue())
        .Replace("OrderBook>();\n", "OrderBook>();\nbuilder.Services.AddSingleton<BackgroundQueue>();\nbuilder.Services.AddHostedService(services => services.GetRequiredService<BackgroundQueue>());\n")
        .Replace("OrderBook book)", "OrderBook book, BackgroundQueue queue)");

    [Theory]
    [InlineData("_ = Task.[|Run|](() => book.WriteAsync(number));", "WriteAsync(number)")]
    [InlineData("_ = Task.[|Run|](async () => await book.WriteAsync(number, CancellationToken.None).ConfigureAwait(false));", "WriteAsync(number, token)")]
    public Task An_endpoint_gets_the_queue_which_is_registered(string before, string call) => Check.Fix<FireAndForgetWork, FireAndForgetWorkFixer>(
        Program(before), ProgramWithQueue($"await queue.EnqueueAsync((services, token) => services.GetRequiredService<OrderBook>().{call});"), Target.Web);

    [Fact]
    public Task Two_in_one_file_share_it() => Check.Fix<FireAndForgetWork, FireAndForgetWorkFixer>(
        Program("_ = Task.[|Run|](() => book.WriteAsync(number)); _ = Task.[|Run|](() => book.WriteAsync(2));"),
        ProgramWithQueue("await queue.EnqueueAsync((services, token) => services.GetRequiredService<OrderBook>().WriteAsync(number)); await queue.EnqueueAsync((services, token) => services.GetRequiredService<OrderBook>().WriteAsync(2));"),
        Target.Web);

    [Fact]
    public Task A_class_gets_it_from_its_constructor() => Check.Fix<FireAndForgetWork, FireAndForgetWorkFixer>("""
        namespace Shop;

        public class Orders
        {
            private readonly OrderBook _book;

            public Orders(OrderBook book)
            {
                _book = book ?? throw new ArgumentNullException(nameof(book));
            }

            public async Task PlaceAsync(string name, CancellationToken cancellationToken)
            {
                await Task.Yield();
                // Later.
                _ = _book.[|WriteValueAsync|](name); // soon
            }
        }
        """ + Book, Usings + """
        namespace Shop;

        public class Orders
        {
            private readonly OrderBook _book;
            private readonly BackgroundQueue _queue;

            public Orders(OrderBook book, BackgroundQueue queue)
            {
                _book = book ?? throw new ArgumentNullException(nameof(book));
                _queue = queue;
            }

            public async Task PlaceAsync(string name, CancellationToken cancellationToken)
            {
                await Task.Yield();
                // Later.
                await _queue.EnqueueAsync((services, token) => services.GetRequiredService<OrderBook>().WriteValueAsync(name).AsTask(), cancellationToken); // soon
            }
        }
        """ + Book + Remark + Queue(), index: 1);

    [Fact]
    public Task Where_services_are_registered_by_a_method_it_is_too() => Check.Fix<FireAndForgetWork, FireAndForgetWorkFixer>("""
        static class Startup
        {
            public static void Add(IServiceCollection services)
            {
                services.AddScoped<OrderBook>();
                // Then the routes.
                services.AddRouting();
            }

            public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/", async (OrderBook book) =>
            {
                await Task.Yield();
                _ = Task.[|Run|](() => book.WriteAsync(1));
            });
        }
        """ + Book, Usings + """
        static class Startup
        {
            public static void Add(IServiceCollection services)
            {
                services.AddScoped<OrderBook>();
                // Then the routes.
                services.AddRouting();
                services.AddSingleton<BackgroundQueue>();
                services.AddHostedService(provider => provider.GetRequiredService<BackgroundQueue>());
            }

            public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/", async (OrderBook book, BackgroundQueue queue) =>
            {
                await Task.Yield();
                await queue.EnqueueAsync((services, token) => services.GetRequiredService<OrderBook>().WriteAsync(1));
            });
        }
        """ + Book + Queue());

    [Fact]
    public Task How_much_it_holds_is_an_option() => Check.Fix<FireAndForgetWork, FireAndForgetWorkFixer>(
        Program("_ = Task.[|Run|](() => book.WriteAsync(number));"),
        ProgramWithQueue("await queue.EnqueueAsync((services, token) => services.GetRequiredService<OrderBook>().WriteAsync(number));").Replace("capacity: 1000", "capacity: 50"),
        Target.Web.With((FireAndForgetWork.QueueCapacity.Key, "50")));

    [Fact]
    public async Task What_it_writes_has_no_finding_of_ours()
    {
        var written = new Snippet(ProgramWithQueue("await queue.EnqueueAsync((services, token) => services.GetRequiredService<OrderBook>().WriteAsync(number));"), Target.Web);
        written.MustCompile();
        Assert.Empty((await written.Analyze(Catalog.Analyzers)).Where(diagnostic => diagnostic.Id != "PRD501"));
    }

    [Theory]
    [InlineData("_ = Task.[|Run|](async () => { await book.WriteAsync(1); await book.WriteAsync(2); });")]
    [InlineData("number++; _ = Task.[|Run|](() => book.WriteAsync(number));")]
    [InlineData("var file = File.OpenRead(\"x\"); _ = Task.[|Run|](() => book.WriteAsync((int)file.Length));")]
    [InlineData("var read = () => 1; _ = Task.[|Run|](() => book.WriteAsync(read()));")]
    [InlineData("var own = new OrderBook(); _ = Task.[|Run|](() => own.WriteAsync(number));")]
    [InlineData("_ = Task.[|Run|](() => new OrderBook().WriteAsync(number));")]
    [InlineData("var numbers = new[] { 1 }; _ = Task.[|Run|](() => book.WriteAsync(numbers[0]));")]
    [InlineData("lock (book) { _ = Task.[|Run|](() => book.WriteAsync(number)); }")]
    [InlineData("_ = [|Loop|](book); static async Task Loop(OrderBook book) { while (true) await book.WriteAsync(1); }")]
    public Task What_may_be_other_when_its_turn_comes_is_not_enqueued(string work) =>
        Check.NoFixNamed<FireAndForgetWork, FireAndForgetWorkFixer>(Title, Program(work), Target.Web);

    [Theory]
    [InlineData("public async Task Run(OrderBook book) { await Task.Yield(); _ = book.[|WriteAsync|](1); }")]
    [InlineData("public void Run() { _book.[|WriteAsync|](1); }")]
    [InlineData("public async Task Run() { await Task.Yield(); _ = _book.[|WriteAsync|](_count); }")]
    [InlineData("public async Task Run() { await Task.Yield(); _ = _book.[|WriteAsync|](1); } object Make() => new Orders(_book);")]
    [InlineData("public async Task Run() { await Task.Yield(); _ = _book.[|WriteAsync|](1); } public void Take(OrderBook book) { _book = book; }")]
    [InlineData("public async Task Run(Microsoft.AspNetCore.Http.HttpContext context) { await Task.Yield(); _ = _book.[|WriteValueAsync|](context.TraceIdentifier); }")]
    [InlineData("public async Task Run() { await Task.Yield(); _ = _book.[|WriteAsync|](1); } class BackgroundQueue { }")]
    public Task Where_the_service_is_not_the_containers_or_the_queue_cannot_be_had_nothing_is_enqueued(string members) => Check.NoFixNamed<FireAndForgetWork, FireAndForgetWorkFixer>(Title, $$"""
        public class Orders
        {
            private OrderBook _book;
            private int _count = 1;
            public Orders(OrderBook book) { _book = book; }
            {{members}}
        }
        """ + Book);

    [Fact]
    public Task Without_a_host_nothing_is_enqueued() => Check.NoFixNamed<FireAndForgetWork, FireAndForgetWorkFixer>(Title, """
        public class Orders
        {
            private readonly OrderBook _book;
            public Orders(OrderBook book) { _book = book; }
            public async Task Run() { await Task.Yield(); _ = _book.[|WriteAsync|](1); }
        }
        """ + Book, Target.Tool);
}
