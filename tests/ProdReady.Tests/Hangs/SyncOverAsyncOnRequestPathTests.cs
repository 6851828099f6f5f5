using Microsoft.CodeAnalysis;
using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class SyncOverAsyncOnRequestPathTests
{
    /// <summary>What the snippets call.</summary>
    private const string Store = """

        public interface IStore { Task<int> LoadAsync(); Task SaveAsync(); }
        """;

    /// <summary>The endpoints of an application.</summary>
    private static Task Map(string statements) => Check.Rule<SyncOverAsyncOnRequestPath>("var app = WebApplication.Create();\n" + statements + "\napp.Run();\n" + Store);

    private static Task Code(string code) => Check.Rule<SyncOverAsyncOnRequestPath>(code + Store);

    private static async Task Says(string message, string code, Target? project = null) =>
        Assert.Contains($" ({message}); ", Assert.Single(await Check.Rule<SyncOverAsyncOnRequestPath>(code + Store, project)).GetMessage(null));

    [Theory]
    [InlineData("""app.MapGet("/orders", (IStore store) => store.LoadAsync().[|Result|]);""")]
    [InlineData("""app.MapPost("/orders", (IStore store) => store.SaveAsync().[|Wait|]());""")]
    [InlineData("""app.MapGet("/orders", (IStore store) => store.LoadAsync().GetAwaiter().[|GetResult|]());""")]
    [InlineData("""app.MapGet("/orders", (IStore store) => store.LoadAsync().ConfigureAwait(false).GetAwaiter().[|GetResult|]());""")]
    [InlineData("""app.MapGet("/orders", (IStore store) => Task.[|WaitAll|](store.SaveAsync(), store.SaveAsync()));""")]
    [InlineData("""app.MapGet("/orders", () => Thread.[|Sleep|](500));""")]
    [InlineData("""app.MapGet("/orders", () => Task.Delay(500).[|Wait|]());""")]
    [InlineData("""app.MapGet("/orders", (IStore store) => store.SaveAsync().[|Wait|](TimeSpan.FromSeconds(10)));""")]
    [InlineData("""app.Use(async (context, next) => { Thread.[|Sleep|](500); await next(context); });""")]
    [InlineData("""app.Run(context => { Thread.[|Sleep|](500); return Task.CompletedTask; });""")]
    [InlineData("""app.MapGet("/orders", (IStore store, int[] ids) => ids.Select(id => store.LoadAsync().[|Result|]).ToList());""")]
    [InlineData("""app.MapGet("/orders", () => 1).AddEndpointFilter(async (context, next) => { Thread.[|Sleep|](500); return await next(context); });""")]
    public Task A_thread_that_an_endpoint_blocks_is_reported(string statement) => Map(statement);

    [Theory]
    [InlineData("""app.MapGet("/orders", async (IStore store) => await store.LoadAsync());""")]
    [InlineData("""app.MapGet("/orders", () => Thread.Sleep(10));""")]
    [InlineData("""app.MapGet("/orders", (int length) => Thread.Sleep(length));""")]
    [InlineData("""app.MapGet("/orders", () => Task.Delay(10).Wait());""")]
    [InlineData("""app.MapGet("/orders", (IStore store) => store.SaveAsync().Wait(0));""")]
    [InlineData("""app.MapGet("/orders", async (IStore store) => { var task = store.LoadAsync(); await task; return task.Result; });""")]
    [InlineData("""app.MapGet("/orders", (IStore store) => { new Thread(() => store.SaveAsync().Wait()).Start(); });""")]
    [InlineData("""app.MapGet("/orders", async (IStore store) => await Task.Run(() => store.LoadAsync().Result));""")]
    [InlineData("""app.Services.GetRequiredService<IStore>().SaveAsync().Wait();""")]
    [InlineData("""app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<IStore>().SaveAsync().Wait());""")]
    [InlineData("""app.MapGet("/orders", () => nameof(Task<int>.Result));""")]
    public Task A_thread_that_no_endpoint_blocks_is_left_alone(string statement) => Map(statement);

    /// <summary>Tasks of a batch are done when it has been sent.</summary>
    private static Task Batch(string statements) => Code($$"""
        var app = WebApplication.Create();
        app.MapPost("/orders", async (IDatabase database, IBatch batch, ITransaction transaction, int[] ids) => { {{statements}} });
        app.Run();

        public interface IRpc { Task<int> GetAsync(int id); Task SendBatchAsync(); Task SendAsync(); }
        public interface IBatch { Task<int> GetAsync(int id); Task SendAsync(); Task OpenAsync(); }
        public interface ITransaction { Task<int> GetAsync(int id); Task<bool> ExecuteAsync(); void Execute(); }
        public interface IDatabase { IRpc Prepare(); IBatch Batch { get; } }
        public static class Extensions { public static Task<int> GetJsonAsync(this IBatch batch, int id) => batch.GetAsync(id); }
        """);

    [Theory]
    [InlineData("var rpc = database.Prepare(); var all = new List<Task<int>>(); foreach (var id in ids) all.Add(rpc.GetAsync(id)); await rpc.SendBatchAsync(); return all.Select(one => one.Result).ToArray();")]
    [InlineData("var one = transaction.GetAsync(1); await transaction.ExecuteAsync(); return one.Result;")]
    [InlineData("var one = database.Batch.GetAsync(1); await database.Batch.SendAsync(); return one.Result;")]
    [InlineData("var one = batch.GetJsonAsync(1); await batch.SendAsync(); return one.Result;")]
    [InlineData("Task<int> one; one = batch.GetAsync(1); await batch.SendAsync().ConfigureAwait(false); return one.Result;")]
    public Task Tasks_of_a_batch_that_was_sent_are_left_alone(string statements) => Batch(statements);

    [Theory]
    [InlineData("var one = transaction.GetAsync(1); transaction.Execute(); await Task.Yield(); return one.[|Result|];")]
    [InlineData("var one = batch.GetAsync(1); await transaction.ExecuteAsync(); return one.[|Result|];")]
    [InlineData("await batch.SendAsync(); var one = batch.GetAsync(1); return one.[|Result|];")]
    [InlineData("var one = batch.GetAsync(1); await batch.OpenAsync(); return one.[|Result|];")]
    [InlineData("var one = batch.GetAsync(1); var result = one.[|Result|]; await batch.SendAsync(); return result;")]
    [InlineData("var rpc = database.Prepare(); var one = rpc.GetAsync(1); await rpc.SendAsync(); return one.[|Result|];")]
    [InlineData("var other = batch.GetAsync(1); var one = transaction.GetAsync(1); await batch.SendAsync(); return one.[|Result|];")]
    public Task Tasks_that_no_batch_has_sent_are_reported(string statements) => Batch(statements);

    [FromRoslyn(4, 8)]
    public Task The_way_is_told() => Says("GET /orders -> OrderService.Load -> .Result", """
        var app = WebApplication.Create();
        app.MapGet("/orders", (OrderService orders) => orders.Load());
        app.Run();

        class OrderService(IStore store) { public int Load() => store.LoadAsync().[|Result|]; }
        """);

    [FromRoslyn(4, 8)]
    public async Task The_calls_on_the_way_are_shown_beside_it()
    {
        var found = Assert.Single(await Check.Rule<SyncOverAsyncOnRequestPath>("""
            var app = WebApplication.Create();
            app.MapGet("/orders", (OrderService orders) => orders.Load());
            app.Run();

            class OrderService(IStore store) { public int Load() => Count; int Count => store.LoadAsync().[|Result|]; }
            """ + Store));
        Assert.Equal(["orders.Load()", "Count"], found.AdditionalLocations.Select(place => place.SourceTree!.ToString().Substring(place.SourceSpan.Start, place.SourceSpan.Length)));
    }

    [Fact]
    public Task A_handler_given_by_its_name_is_an_endpoint() => Says("PUT /orders -> Store -> .Wait()", """
        var app = WebApplication.Create();
        app.MapPut("/orders", Store);
        app.Run();

        void Store(IStore store) => store.SaveAsync().[|Wait|]();
        """);

    [Fact]
    public Task The_prefix_of_a_group_belongs_to_the_route() => Says("GET /api/v1/orders -> .Result", """
        var app = WebApplication.Create();
        var api = app.MapGroup("/api");
        var v1 = api.MapGroup("v1/");
        v1.MapGet("orders", (IStore store) => store.LoadAsync().[|Result|]);
        app.Run();
        """);

    [Fact]
    public Task A_route_that_is_no_constant_is_told_by_the_call() => Says("MapGet -> .Result", """
        var app = WebApplication.Create();
        app.MapGet(args[0], (IStore store) => store.LoadAsync().[|Result|]);
        app.Run();
        """);

    private const string Mvc = "using Microsoft.AspNetCore.Mvc;\n";

    [FromRoslyn(4, 8)]
    public Task An_action_is_told_by_its_route() => Says("GET /api/Orders/{id} -> .Result", Mvc + """
        [ApiController, Route("api/[controller]")]
        public class OrdersController(IStore store) : ControllerBase
        {
            [HttpGet("{id}")]
            public int Get(int id) => store.LoadAsync().[|Result|];
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_route_of_an_action_that_begins_with_a_slash_stands_alone() => Says("POST /orders/Add -> .Result", Mvc + """
        [Route("api")]
        public class OrdersController(IStore store) : ControllerBase
        {
            [HttpPost("/orders/[action]")]
            public int Add() => store.LoadAsync().[|Result|];
        }
        """);

    [FromRoslyn(4, 8)]
    public Task An_action_without_a_route_is_told_by_its_name() => Says("OrdersController.Get -> .Result", Mvc + """
        public class OrdersController(IStore store) : Controller
        {
            public int Get() => store.LoadAsync().[|Result|];
        }
        """);

    [FromRoslyn(4, 8)]
    public Task What_is_no_action_is_left_alone() => Code(Mvc + """
        public class OrdersController(IStore store) : ControllerBase, IDisposable
        {
            [NonAction] public int Load() => store.LoadAsync().Result;
            internal int Count() => store.LoadAsync().Result;
            public static void Warm(IStore store) => store.SaveAsync().Wait();
            public void Dispose() => store.SaveAsync().Wait();
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_part_of_an_action_is_reported() => Code(Mvc + """
        public class OrdersController(IStore store) : ControllerBase
        {
            public IActionResult Get() => Ok(Load());
            private int Load() => store.LoadAsync().[|Result|];
        }
        """);

    [FromRoslyn(4, 8)]
    public Task Pages_and_hubs_are_reported() => Code("""
        public class IndexModel(IStore store) : Microsoft.AspNetCore.Mvc.RazorPages.PageModel
        {
            public void OnGet() => store.SaveAsync().[|Wait|]();
        }

        public class Chat(IStore store) : Microsoft.AspNetCore.SignalR.Hub
        {
            public void Say(string text) => store.SaveAsync().[|Wait|]();
            public override Task OnConnectedAsync() { store.SaveAsync().[|Wait|](); return Task.CompletedTask; }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task Middleware_is_reported() => Code("""
        public class Timing(RequestDelegate next, IStore store)
        {
            public async Task InvokeAsync(HttpContext context) { store.SaveAsync().[|Wait|](); await next(context); }
        }

        public class Auditing(IStore store) : IMiddleware
        {
            Task IMiddleware.InvokeAsync(HttpContext context, RequestDelegate next) { store.SaveAsync().[|Wait|](); return next(context); }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task Filters_are_reported() => Code("""
        using Microsoft.AspNetCore.Mvc.Filters;

        public class Audit(IStore store) : IActionFilter
        {
            public void OnActionExecuting(ActionExecutingContext context) => store.SaveAsync().[|Wait|]();
            public void OnActionExecuted(ActionExecutedContext context) => Helper();
            private void Helper() => Thread.[|Sleep|](100);
            public void Unused() => Thread.Sleep(100);
        }

        public class AuditAttribute : ActionFilterAttribute
        {
            public override void OnActionExecuting(ActionExecutingContext context) => Thread.[|Sleep|](100);
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_health_check_is_a_probe() => Code("""
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        public class StoreCheck(IStore store) : IHealthCheck
        {
            public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken token = default) =>
                Task.FromResult(store.LoadAsync().[|Result|] > 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
        }

        static class Checks
        {
            public static void Add(IServiceCollection services, IStore store) =>
                services.AddHealthChecks().AddCheck("store", () => { store.SaveAsync().[|Wait|](); return HealthCheckResult.Healthy(); });
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_consumer_is_reported() => Code("""
        namespace MassTransit
        {
            public interface IConsumer<in T> { Task Consume(T context); }
        }

        public class OrderConsumer(IStore store) : MassTransit.IConsumer<string>
        {
            public Task Consume(string order) { store.SaveAsync().[|Wait|](); return Task.CompletedTask; }
            public int Other() => store.LoadAsync().Result;
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_handler_of_messages_is_reported() => Code("""
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        public class Listener(IStore store)
        {
            public void Start(IChannel channel)
            {
                var consumer = new AsyncEventingBasicConsumer(channel);
                consumer.ReceivedAsync += (sender, message) => { store.SaveAsync().[|Wait|](); return Task.CompletedTask; };
                consumer.ReceivedAsync += OnReceived;
                consumer.ShutdownAsync += (sender, message) => { store.SaveAsync().Wait(); return Task.CompletedTask; };
            }

            private Task OnReceived(object sender, BasicDeliverEventArgs message) { Thread.[|Sleep|](100); return Task.CompletedTask; }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_grpc_service_is_reported() => Code("""
        namespace Grpc.Core { public abstract class ServerCallContext { } }

        public abstract class OrdersBase { public virtual Task<int> Load(string request, Grpc.Core.ServerCallContext context) => throw new NotImplementedException(); }

        public class Orders(IStore store) : OrdersBase
        {
            public override Task<int> Load(string request, Grpc.Core.ServerCallContext context) => Task.FromResult(store.LoadAsync().[|Result|]);
            public int Count(string request) => store.LoadAsync().Result;
        }
        """);

    [FromRoslyn(4, 8)]
    public Task Code_that_no_request_is_seen_to_reach_is_left_alone() => Code("""
        public class OrderService(IStore store)
        {
            public int Load() => store.LoadAsync().Result;
        }

        public class Worker(IStore store) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken token) { store.SaveAsync().Wait(); return Task.CompletedTask; }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task What_lies_behind_the_only_implementation_is_reported() => Says("GET /orders -> OrderService.Load -> .Result", """
        var app = WebApplication.Create();
        app.MapGet("/orders", (IOrders orders) => orders.Load());
        app.Run();

        public interface IOrders { int Load(); }
        public class OrderService(IStore store) : IOrders { public int Load() => store.LoadAsync().[|Result|]; }
        """);

    /// <summary>A method that blocks, and a service that an endpoint calls.</summary>
    private static Task Caller(string get, string blocked = "public int Load(int count = 1, params string[] tags)", string wait = "[|Result|]") => Code($$"""
        var app = WebApplication.Create();
        app.MapGet("/orders", (Shop shop) => shop.Get());
        app.Run();

        class Orders
        {
            protected IStore store = null!;
            {{blocked}} => store.LoadAsync().{{wait}};
        }

        class Stock { public int Load(int count = 1, params string[] tags) => 1; public int Load<T>() => 1; }

        class Shop
        {
            private readonly Orders _orders = new();
            private readonly Stock _stock = new();
            private readonly Orders? _maybe = null;
            private readonly object _any = new Orders();
            private readonly Shop _other = null!;
            private Orders Orders => _orders;
            private Orders Make() => _orders;
            private Func<Orders> Factory => () => _orders;
            public int Get() {{get}}
        }
        """);

    [Theory]
    [InlineData("=> _orders.Load();")]
    [InlineData("=> this._orders!.Load(2);")]
    [InlineData("=> (_orders).Load(2, \"a\", \"b\");")]
    [InlineData("=> Orders.Load();")]
    [InlineData("=> _other.Orders.Load();")]
    [InlineData("=> _other._other.Make().Load();")]
    [InlineData("=> _maybe?.Load() ?? 0;")]
    [InlineData("=> ((Orders)_any).Load();")]
    [InlineData("=> (_any as Orders)!.Load();")]
    [InlineData("=> Factory().Load();")]
    [InlineData("=> new[] { _orders }.Select(orders => orders.Load()).Sum();")]
    [InlineData("=> new[] { 1, 2 }.Select(_ => _orders.Load()).Sum();")]
    [InlineData("=> (from orders in new[] { _orders } select orders.Load()).Sum();")]
    [InlineData("{ var _stock = _orders; return _stock.Load(); }")]
    [InlineData("{ if (_any is Orders _stock) return _stock.Load(); return 0; }")]
    [InlineData("{ foreach (var _stock in new[] { _orders }) return _stock.Load(); return 0; }")]
    [InlineData("{ return Of(_orders); int Of(Orders _stock) => _stock.Load(); }")]
    public Task A_caller_is_seen_however_it_comes_to_the_object(string get) => Caller(get);

    [Theory]
    [InlineData("=> _stock.Load();")]
    [InlineData("=> this._stock.Load(1, \"a\");")]
    [InlineData("=> _stock.Load<int>();")]
    [InlineData("{ Func<int> later = () => _orders.Load(); return later.GetHashCode(); }")]
    [InlineData("{ new Thread(() => _orders.Load()).Start(); return 1; }")]
    public Task A_call_of_another_method_or_at_another_time_is_no_way(string get) => Caller(get, wait: "Result");

    [Theory]
    [InlineData("=> _orders.Load(1);", "public int Load(int count)")]
    [InlineData("=> _orders.Load<string>(1);", "public int Load<T>(int count)")]
    [InlineData("=> _orders.Load(\"a\");", "public int Load<T>(T count)")]
    [InlineData("=> _orders.Load;", "public int Load")]
    public Task A_caller_is_seen_whatever_it_gives(string get, string blocked) => Caller(get, blocked);

    [Fact]
    public Task A_caller_is_seen_behind_the_question_mark_of_a_value() => Code("""
        var app = WebApplication.Create();
        app.MapGet("/orders", (Shop shop) => shop.Get());
        app.Run();

        struct Orders { public IStore Store; public int Load() => Store.LoadAsync().[|Result|]; }
        class Shop { private readonly Orders? _orders = null; public int? Get() => _orders?.Load(); }
        """);

    [Fact]
    public Task A_caller_is_seen_in_an_accessor_whatever_fields_are_called() => Code("""
        var app = WebApplication.Create();
        app.MapGet("/orders", (Shop shop) => shop.Source = new Orders());
        app.Run();

        class Orders { protected IStore store = null!; public int Load() => store.LoadAsync().[|Result|]; }
        class Shop { private readonly Shop value = null!; public Orders Source { set { value.Load(); } } }
        """);

    [FromRoslyn(5, 0)]
    public Task A_caller_of_an_extension_is_seen_on_what_it_extends() => Code("""
        var app = WebApplication.Create();
        app.MapGet("/orders", (Shop shop) => shop.Get());
        app.Run();

        static class Extensions { extension(IStore store) { public int Load() => store.LoadAsync().[|Result|]; } }
        class Shop { private readonly IStore _store = null!; public int Get() => _store.Load(); }
        """);

    [FromRoslyn(4, 8)]
    public Task A_caller_is_seen_on_a_parameter_of_its_type() => Code("""
        var app = WebApplication.Create();
        app.MapGet("/orders", (Shop.Desk desk) => desk.Get());
        app.Run();

        class Orders { protected IStore store = null!; public int Load() => store.LoadAsync().[|Result|]; }
        class Shop { private static readonly Shop orders = null!; public class Desk(Orders orders) { public int Get() => orders.Load(); } }
        """);

    [Theory]
    [InlineData("_rush.Load(1)")]
    [InlineData("_contract.Load()")]
    [InlineData("_contract.Load(1)")]
    [InlineData("_base.Load()")]
    public Task A_caller_is_seen_above_and_below_the_type_of_the_method(string call) => Code($$"""
        var app = WebApplication.Create();
        app.MapGet("/orders", (Shop shop) => shop.Get());
        app.Run();

        interface ILoad { int Load(int count = 1); }
        abstract class Source { public abstract int Load(int count = 1); }
        class Orders : Source { protected IStore store = null!; public override int Load(int count) => store.LoadAsync().[|Result|]; }
        class Rush : Orders, ILoad { }
        class Shop
        {
            private readonly Rush _rush = new();
            private readonly ILoad _contract = new Rush();
            private readonly Source _base = new Orders();
            public int Get() => {{call}};
        }
        """);

    [FromRoslyn(4, 8)]
    public Task What_lies_behind_one_of_two_implementations_is_left_alone() => Code("""
        var app = WebApplication.Create();
        app.MapGet("/orders", (IOrders orders) => orders.Load());
        app.Run();

        public interface IOrders { int Load(); }
        public class OrderService(IStore store) : IOrders { public int Load() => store.LoadAsync().Result; }
        public class NoOrders : IOrders { public int Load() => 0; }
        """);

    [Fact]
    public Task Work_that_goes_on_beside_the_request_is_left_alone() => Code("""
        var app = WebApplication.Create();
        app.MapPost("/orders", (IStore store) => { _ = Save(store); });
        app.Run();

        async Task Save(IStore store) { await Task.Yield(); store.SaveAsync().Wait(); }
        """);

    [Fact]
    public Task Constructors_and_accessors_on_the_way_are_followed() => Code("""
        var app = WebApplication.Create();
        app.MapGet("/orders", (IStore store) => new Order(store).Price);
        app.Run();

        public class Order
        {
            private readonly IStore _store;
            public Order(IStore store) { _store = store; store.SaveAsync().[|Wait|](); }
            public int Price => _store.LoadAsync().[|Result|];
            public int Weight => _store.LoadAsync().Result;
        }
        """);

    [Fact]
    public Task A_way_of_more_than_four_calls_is_left_alone() => Code("""
        var app = WebApplication.Create();
        app.MapGet("/orders", () => A());
        app.Run();

        void A() => B();
        void B() => C();
        void C() => D();
        void D() { Thread.[|Sleep|](100); E(); }
        void E() => Thread.Sleep(100);
        """);

    [FromRoslyn(4, 8)]
    public Task Methods_that_call_each_other_end_the_search() => Code("""
        public class Service(IStore store)
        {
            public void A() { B(); store.SaveAsync().Wait(); }
            public void B() { A(); C(); }
            public void C() => B();
        }
        """);

    [Fact]
    public Task A_name_that_is_written_everywhere_has_no_callers() => Code($$"""
        var app = WebApplication.Create();
        app.MapGet("/orders", () => Load());
        app.Run();

        void Load() => Thread.Sleep(100);
        void Other() { {{string.Concat(Enumerable.Repeat("Load(); ", 301))}} }
        """);

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<SyncOverAsyncOnRequestPath>("""
        var app = WebApplication.Create();
        app.MapGet("/orders", () => Thread.Sleep(500));
        """, Target.Test);

    [Fact]
    public Task Without_requests_nothing_is_looked_at() => Check.Rule<SyncOverAsyncOnRequestPath>("Thread.Sleep(500);", Target.Tool);

    [Fact]
    public Task It_is_a_suggestion_by_default() => Check.Severity<SyncOverAsyncOnRequestPath>(DiagnosticSeverity.Info, """
        var app = WebApplication.Create();
        app.MapGet("/orders", () => Thread.[|Sleep|](500));
        """);
}
