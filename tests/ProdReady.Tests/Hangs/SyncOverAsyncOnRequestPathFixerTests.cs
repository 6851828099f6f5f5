using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class SyncOverAsyncOnRequestPathFixerTests
{
    private const string Store = "\n\npublic interface IStore { Task<int> LoadAsync(); Task SaveAsync(); }\n";

    private static Task Fix(string before, string after) => Check.Fix<SyncOverAsyncOnRequestPath, SyncOverAsyncOnRequestPathFixer>(before + Store, after + Store);

    private static Task NoFix(string code) => Check.NoFix<SyncOverAsyncOnRequestPath, SyncOverAsyncOnRequestPathFixer>(code + Store);

    [Theory]
    [InlineData("return store.LoadAsync().[|Result|];", "return await store.LoadAsync();")]
    [InlineData("return store.LoadAsync().[|Result|].ToString();", "return (await store.LoadAsync()).ToString();")]
    [InlineData("return 1 + /* all */ store.LoadAsync().[|Result|]; /* now */", "return 1 + /* all */ await store.LoadAsync(); /* now */")]
    [InlineData("return store.LoadAsync().ConfigureAwait(false).GetAwaiter().[|GetResult|]();", "return await store.LoadAsync().ConfigureAwait(false);")]
    [InlineData("store.SaveAsync().[|Wait|](); return 0;", "await store.SaveAsync(); return 0;")]
    [InlineData("store.SaveAsync().[|Wait|](token); return 0;", "await store.SaveAsync().WaitAsync(token); return 0;")]
    [InlineData("Task.[|WaitAll|](store.SaveAsync(), store.SaveAsync()); return 0;", "await Task.WhenAll(store.SaveAsync(), store.SaveAsync()); return 0;")]
    [InlineData("Thread.[|Sleep|](500); return 0;", "await Task.Delay(500); return 0;")]
    [InlineData("var both = store.LoadAsync().[|Result|] + store.LoadAsync().[|Result|]; return both;", "var both = await store.LoadAsync() + await store.LoadAsync(); return both;")]
    public Task In_async_code_the_task_is_awaited(string before, string after)
    {
        const string Code = """
            var app = WebApplication.Create();
            app.MapGet("/orders", async (IStore store, CancellationToken token) => { await Task.Yield(); BODY });
            app.Run();
            """;
        return Fix(Code.Replace("BODY", before), Code.Replace("BODY", after));
    }

    [FromRoslyn(4, 8)]
    public Task All_functions_up_to_the_endpoint_become_async() => Fix("""
        var app = WebApplication.Create();
        app.MapGet("/orders", (OrderService orders) => orders.Count());
        app.MapPost("/orders", (OrderService orders) => { orders.Save(); /* done */ });
        app.Run();

        class OrderService(IStore store)
        {
            /// <summary>See <see cref="Load"/>.</summary>
            public int Count() => Load() + 1;

            // Twice, to be sure.
            public void Save()
            {
                store.SaveAsync().[|Wait|]();
                if (Load() > 0) return;
                store.SaveAsync().[|Wait|]();
            }

            private int Load() => store.LoadAsync().[|Result|];
        }
        """, """
        var app = WebApplication.Create();
        app.MapGet("/orders", async (OrderService orders) => await orders.Count());
        app.MapPost("/orders", async (OrderService orders) => { await orders.Save(); /* done */ });
        app.Run();

        class OrderService(IStore store)
        {
            /// <summary>See <see cref="Load"/>.</summary>
            public async Task<int> Count() => await Load() + 1;

            // Twice, to be sure.
            public async Task Save()
            {
                await store.SaveAsync();
                if (await Load() > 0) return;
                await store.SaveAsync();
            }

            private async Task<int> Load() => await store.LoadAsync();
        }
        """);

    [FromRoslyn(4, 8)]
    public Task An_action_becomes_async() => Fix("""
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController(IStore store) : ControllerBase
        {
            public IActionResult Get() => Ok(store.LoadAsync().[|Result|]);
        }
        """, """
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController(IStore store) : ControllerBase
        {
            public async Task<IActionResult> Get() => Ok(await store.LoadAsync());
        }
        """);

    [Fact]
    public Task A_handler_given_by_its_name_becomes_async() => Fix("""
        var app = WebApplication.Create();
        app.MapPut("/orders", Store);
        app.Run();

        void Store(IStore store) => store.SaveAsync().[|Wait|]();
        """, """
        var app = WebApplication.Create();
        app.MapPut("/orders", Store);
        app.Run();

        async Task Store(IStore store) => await store.SaveAsync();
        """);

    [FromRoslyn(4, 8)]
    public Task What_returns_tasks_already_becomes_async_by_itself() => Fix("""
        public class Auditing(RequestDelegate next, IStore store)
        {
            public Task InvokeAsync(HttpContext context)
            {
                if (context.Request.Path == "/") return Task.CompletedTask;
                store.SaveAsync().[|Wait|]();
                return next(context);
            }
        }
        """, """
        public class Auditing(RequestDelegate next, IStore store)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                if (context.Request.Path == "/") return;
                await store.SaveAsync();
                await next(context);
            }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_method_that_an_interface_promises_stays_as_it_is() => NoFix("""
        var app = WebApplication.Create();
        app.MapGet("/orders", (IOrders orders) => orders.Load());
        app.Run();

        public interface IOrders { int Load(); }
        public class OrderService(IStore store) : IOrders { public int Load() => store.LoadAsync().[|Result|]; }
        """);

    [FromRoslyn(4, 8)]
    public Task A_filter_that_is_not_async_stays_as_it_is() => NoFix("""
        using Microsoft.AspNetCore.Mvc.Filters;

        public class AuditAttribute(IStore store) : ActionFilterAttribute
        {
            public override void OnActionExecuting(ActionExecutingContext context) => store.SaveAsync().[|Wait|]();
        }
        """);

    [FromRoslyn(4, 8)]
    public Task Accessors_and_queries_stay_as_they_are() => NoFix("""
        var app = WebApplication.Create();
        app.MapGet("/orders", (OrderService orders, IStore store, int[] ids) => { var one = orders.Count; return ids.Select(id => store.LoadAsync().[|Result|]).ToList(); });
        app.Run();

        class OrderService(IStore store) { public int Count => store.LoadAsync().[|Result|]; }
        """);

    [Fact]
    public Task A_method_that_is_called_under_a_lock_stays_as_it_is() => NoFix("""
        var app = WebApplication.Create();
        app.MapGet("/orders", (IStore store) => { lock (app) return Load(store); });
        app.Run();

        int Load(IStore store) => store.LoadAsync().[|Result|];
        """);

    [Fact]
    public Task A_method_that_is_handed_to_somebody_else_stays_as_it_is() => NoFix("""
        var app = WebApplication.Create();
        app.MapGet("/orders", (IStore store) => Load(store));
        Func<IStore, int> load = Load;
        app.Run();

        int Load(IStore store) => store.LoadAsync().[|Result|];
        """);

    [Fact]
    public Task What_an_async_method_may_not_have_stays_as_it_is() => NoFix("""
        var app = WebApplication.Create();
        app.MapGet("/orders", (IStore store) => { Span<int> found = stackalloc int[1]; found[0] = 1; return found[0] + store.LoadAsync().[|Result|] + found[0]; });
        app.MapPut("/orders", (IStore store) => Store(store, out var count));
        app.Run();

        void Store(IStore store, out int count) { count = 0; store.SaveAsync().[|Wait|](); }
        """);

    [Fact]
    public Task A_wait_with_a_timeout_stays_as_it_is() => NoFix("""
        var app = WebApplication.Create();
        app.MapGet("/orders", async (IStore store) => { await Task.Yield(); return store.SaveAsync().[|Wait|](TimeSpan.FromSeconds(5)); });
        app.Run();
        """);
}
