using ProdReady.Load;

namespace ProdReady.Tests.Load;

public class HttpClientLifetimeTests
{
    private static string Service(string body, string members = "") => $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Prices>();
        var app = builder.Build();
        app.MapGet("/price", (Prices prices) => prices.Get("a"));
        app.Run();

        public class Prices
        {
            {{members}}

            public async Task<string> Get(string name)
            {
                await Task.Yield();
                {{body}}
            }

            static Task<string> Read(HttpClient client) => client.GetStringAsync("");
        }
        """;

    [Theory]
    [InlineData("using var client = [|new HttpClient()|]; return await client.GetStringAsync(name);")]
    [InlineData("using var client = [|new HttpClient { Timeout = TimeSpan.FromSeconds(5) }|]; return await Read(client);")]
    [InlineData("using (var client = [|new HttpClient(new HttpClientHandler())|]) return await client.GetStringAsync(name);")]
    [InlineData("var client = [|new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })|]; client.BaseAddress = new Uri(name); return await client.GetStringAsync(\"\");")]
    [InlineData("var client = [|new HttpClient()|]; try { return await client.GetStringAsync(name); } finally { client.Dispose(); }")]
    [InlineData("HttpClient client = [|new()|]; return (await System.Net.Http.Json.HttpClientJsonExtensions.GetFromJsonAsync<string>(client, name))!;")]
    [InlineData("return await [|new HttpClient()|].GetStringAsync(name);")]
    public async Task A_client_for_each_request_is_reported(string body)
    {
        var found = await Check.Rule<HttpClientLifetime>(Service(body));
        Assert.StartsWith("A new HttpClient for each 'GET /price' makes a connection of its own", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("var client = new HttpClient(); return await Read(client);", "")]
    [InlineData("using var client = new HttpClient(_handler, disposeHandler: false); return await client.GetStringAsync(name);", "private readonly HttpClientHandler _handler = new();")]
    [InlineData("using var client = _factory.CreateClient(); return await client.GetStringAsync(name);", "private readonly IHttpClientFactory _factory = null!;")]
    [InlineData("_client ??= new HttpClient(); return await _client.GetStringAsync(name);", "private HttpClient? _client;")]
    [InlineData("return name;", "public static async Task<string> Never(string name) { using var client = new HttpClient(); return await client.GetStringAsync(name); }")]
    public Task A_client_that_is_kept_or_handed_on_is_left_alone(string body, string members) => Check.Rule<HttpClientLifetime>(Service(body, members));

    [Fact]
    public async Task A_client_for_each_round_of_a_worker_is_reported()
    {
        var found = await Check.Rule<HttpClientLifetime>(Worker("while (!stoppingToken.IsCancellationRequested) { using var client = [|new HttpClient()|]; await client.GetStringAsync(\"\"); }"));
        Assert.Contains("'Worker.ExecuteAsync'", found.Single().GetMessage(null));
    }

    private static string Begun(string start) => $$"""
        public class Reporter : IHostedService
        {
            private readonly CancellationTokenSource _stopping = new();
            private Task? _work;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                {{start}}
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => _work!.WaitAsync(cancellationToken);

            private async Task ReportAsync(CancellationToken token)
            {
                using var client = new HttpClient();
                while (!token.IsCancellationRequested) await client.GetStringAsync("", token);
            }
        }
        """;

    [Theory]
    [InlineData("_work = ReportAsync(_stopping.Token);")]
    [InlineData("_work = Task.Run(() => ReportAsync(_stopping.Token));")]
    [InlineData("_work = Task.Run(async () => { using var client = new HttpClient(); await client.GetStringAsync(\"\"); });")]
    public Task A_client_of_work_that_the_start_begins_is_left_alone(string start) => Check.Rule<HttpClientLifetime>(Begun(start));

    [Fact]
    public Task A_client_that_a_worker_makes_once_is_left_alone() => Check.Rule<HttpClientLifetime>(Worker("using var client = new HttpClient(); await client.GetStringAsync(\"\");"));

    [Fact]
    public async Task A_client_of_each_controller_is_reported()
    {
        var found = await Check.Rule<HttpClientLifetime>("""
            WebApplication.CreateBuilder(args).Build().Run();

            public class PricesController : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                private readonly HttpClient _client = [|new HttpClient()|];

                public Task<string> Get() => _client.GetStringAsync("");
            }
            """);
        Assert.StartsWith("A new HttpClient for each 'PricesController'", found.Single().GetMessage(null));
    }

    private static string Worker(string body, string members = "", string setup = "") => $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHostedService<Worker>();
        {{setup}}
        builder.Build().Run();

        class Worker : BackgroundService
        {
            {{members}}

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{body}}
                await Task.Yield();
            }
        }

        class Other
        {
            public HttpClient Client { get; } = new HttpClient();
        }
        """;

    [Theory]
    [InlineData("private static readonly HttpClient Client = [|new HttpClient()|];")]
    [InlineData("private static readonly HttpClient Client = [|new()|];")]
    [InlineData("private static HttpClient Client { get; } = [|new HttpClient { Timeout = TimeSpan.FromSeconds(5) }|];")]
    [InlineData("private static readonly HttpClient Client; static Worker() { Client = [|new HttpClient(new HttpClientHandler { UseCookies = false })|]; }")]
    [InlineData("private static readonly Lazy<HttpClient> Client = new(() => [|new HttpClient()|]);")]
    [InlineData("private readonly HttpClient _client = [|new HttpClient()|];")]
    [InlineData("private static readonly SocketsHttpHandler Handler = new(); private static readonly HttpClient Client = [|new HttpClient(Handler)|];")]
    public async Task A_client_that_is_kept_for_ever_is_reported(string members)
    {
        var found = await Check.Rule<HttpClientLifetime>(Worker("", members));
        Assert.Contains("never asks DNS again", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("builder.Services.AddSingleton([|new HttpClient()|]);")]
    [InlineData("builder.Services.AddSingleton(_ => [|new HttpClient()|]);")]
    [InlineData("builder.Services.AddSingleton<HttpClient>(_ => { return [|new HttpClient()|]; });")]
    public Task A_client_that_the_container_keeps_is_reported(string setup) => Check.Rule<HttpClientLifetime>(Worker("", setup: setup));

    [Theory]
    [InlineData("private static readonly HttpClient Client = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) });")]
    [InlineData("private static readonly HttpClient Client = new HttpClient(new SocketsHttpHandler { ConnectCallback = null });")]
    [InlineData("private static readonly HttpClient Client = new HttpClient { BaseAddress = new Uri(\"http://localhost:5000\") };")]
    [InlineData("private static readonly HttpClient Client = Make(); static HttpClient Make() => new HttpClient();")]
    [InlineData("private static readonly HttpClient Client; static Worker() { var handler = new SocketsHttpHandler(); handler.PooledConnectionLifetime = TimeSpan.FromMinutes(1); Client = new HttpClient(handler); }")]
    [InlineData("private static readonly HttpClient Client = new HttpClient(Handler()); static HttpMessageHandler Handler() => new SocketsHttpHandler();")]
    public Task A_client_whose_connections_are_renewed_is_left_alone(string members) => Check.Rule<HttpClientLifetime>(Worker("", members));

    [Theory]
    [InlineData("Library")]
    [InlineData("Test")]
    [InlineData("Tool")]
    public Task What_lives_how_long_elsewhere_is_left_alone(string project) => Check.Rule<HttpClientLifetime>(
        "class Prices { static readonly HttpClient Client = new HttpClient(); static void Main() { } }",
        project switch { "Library" => Target.Library, "Test" => Target.Test, _ => Target.Tool });

    private static string Typed(string setup) => $$"""
        static class Setup
        {
            public static void Add(IServiceCollection services)
            {
                {{setup}}
            }
        }

        public interface IPrices { }
        public interface IRates { }
        public class Prices : IPrices, IRates { public Prices(HttpClient client) { } }
        public class Cache : IPrices { }
        """;

    [Theory]
    [InlineData("services.AddHttpClient<Prices>(client => client.Timeout = TimeSpan.FromSeconds(5)); services.[|AddScoped<Prices>|]();")]
    [InlineData("services.AddHttpClient<IPrices, Prices>(client => { }); services.[|AddTransient<IPrices, Prices>|]();")]
    [InlineData("services.AddHttpClient<Prices>(client => { }); services.[|AddSingleton<IPrices, Prices>|]();")]
    [InlineData("services.[|AddScoped<IPrices, Prices>|](); services.AddHttpClient<Prices>(client => { });")]
    [InlineData("services.AddHttpClient<Prices>().ConfigureHttpClient(client => { }); services.[|AddScoped<IPrices, Prices>|]();")]
    public async Task A_typed_client_that_is_registered_again_is_reported(string setup)
    {
        var found = await Check.Rule<HttpClientLifetime>(Typed(setup), Target.Library);
        Assert.Contains("This registration makes 'Prices' without what 'AddHttpClient' sets up for it", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("services.AddHttpClient<Prices>(); services.AddScoped<IPrices, Prices>();")]
    [InlineData("services.AddScoped<Prices>(); services.AddHttpClient<Prices>(client => { });")]
    [InlineData("services.AddHttpClient<Prices>(client => { }); services.AddScoped<IPrices>(provider => provider.GetRequiredService<Prices>());")]
    [InlineData("services.AddHttpClient<IPrices, Prices>(client => { }); services.AddScoped<IPrices, Cache>();")]
    [InlineData("services.AddHttpClient(\"prices\", client => { }); services.AddScoped<IPrices, Prices>();")]
    public Task A_typed_client_that_keeps_what_it_has_is_left_alone(string setup) => Check.Rule<HttpClientLifetime>(Typed(setup), Target.Library);
}
