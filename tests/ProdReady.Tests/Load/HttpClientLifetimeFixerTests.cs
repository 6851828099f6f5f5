using ProdReady.Load;

namespace ProdReady.Tests.Load;

public class HttpClientLifetimeFixerTests
{
    private static string Kept(string client) => $$"""
        WebApplication.CreateBuilder(args).Build().Run();

        class Prices
        {
            private static readonly HttpClient Client = {{client}}; // for all
        }
        """;

    [Theory]
    [InlineData("[|new HttpClient()|]", "new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })")]
    [InlineData("[|new()|]", "new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })")]
    [InlineData("[|new HttpClient { Timeout = TimeSpan.FromSeconds(5) }|]", "new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(5) }")]
    [InlineData("[|new HttpClient(new HttpClientHandler { UseCookies = false })|]", "new HttpClient(new SocketsHttpHandler { UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })")]
    [InlineData("[|new HttpClient(new SocketsHttpHandler())|]", "new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })")]
    public Task The_connections_are_renewed(string before, string after) => Check.Fix<HttpClientLifetime, HttpClientLifetimeFixer>(Kept(before), Kept(after));

    [Fact]
    public Task The_lifetime_is_an_option() => Check.Fix<HttpClientLifetime, HttpClientLifetimeFixer>(
        Kept("[|new HttpClient()|]"), Kept("new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(2) })"), new Target().With(("prodready.PRD605.connection_lifetime", "2")));

    [Fact]
    public Task A_handler_with_settings_of_its_own_gets_no_fix() => Check.NoFix<HttpClientLifetime, HttpClientLifetimeFixer>(
        Kept("[|new HttpClient(new HttpClientHandler { ClientCertificateOptions = ClientCertificateOption.Manual })|]"));

    private static string Called(string members, string body) => $$"""
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/price", (Prices prices) => prices.Get("a"));
        app.Run();

        class Prices
        {
            {{members.Replace("\n", "\n    ")}}

            public async Task<string> Get(string name)
            {
                {{body.Replace("\n", "\n        ")}}
            }
        }
        """;

    private const string Shared = "private readonly object _gate = new();\nprivate static readonly HttpClient Shared = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) });";

    [Theory]
    [InlineData(
        "// The price of the day.\nusing var client = [|new HttpClient()|];\nvar price = await client.GetStringAsync(name);\nreturn price;",
        "// The price of the day.\nvar price = await Shared.GetStringAsync(name);\nreturn price;")]
    [InlineData("return await [|new HttpClient()|].GetStringAsync(name);", "return await Shared.GetStringAsync(name);")]
    public Task One_client_is_shared(string before, string after) => Check.Fix<HttpClientLifetime, HttpClientLifetimeFixer>(
        Called("private readonly object _gate = new();", before), Called(Shared, after));

    [Theory]
    [InlineData("using var client = [|new HttpClient()|];\nclient.BaseAddress = new Uri(name);\nreturn await client.GetStringAsync(name);")]
    [InlineData("using var client = [|new HttpClient { BaseAddress = new Uri(name) }|];\nreturn await client.GetStringAsync(name);")]
    [InlineData("using (var client = [|new HttpClient()|])\n    return await client.GetStringAsync(name);")]
    public Task A_client_that_is_set_up_for_the_call_gets_no_fix(string body) => Check.NoFix<HttpClientLifetime, HttpClientLifetimeFixer>(Called("private readonly object _gate = new();", body));

    [Fact]
    public Task The_new_field_is_not_put_into_a_condition()
    {
        return Check.Fix<HttpClientLifetime, HttpClientLifetimeFixer>(Conditional("", "[|new HttpClient()|]"), Conditional($"    {New};\n\n", "Shared"));

        static string Conditional(string field, string client) =>
            "var app = WebApplication.CreateBuilder(args).Build();\napp.MapGet(\"/price\", (Prices prices) => prices.Get(\"a\"));\napp.Run();\n\nclass Prices\n{\n" + field
            + $"#if DEBUG\n    private int _calls;\n#endif\n\n    public async Task<string> Get(string name)\n    {{\n        return await {client}.GetStringAsync(name);\n    }}\n}}\n";
    }

    private const string New = "private static readonly HttpClient Shared = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })";

    [Fact]
    public Task The_factory_that_is_there_is_asked() => Check.Fix<HttpClientLifetime, HttpClientLifetimeFixer>(
        Called("private readonly IHttpClientFactory _factory = null!;", "using var client = [|new HttpClient()|];\nreturn await client.GetStringAsync(name);"),
        Called("private readonly IHttpClientFactory _factory = null!;", "using var client = _factory.CreateClient();\nreturn await client.GetStringAsync(name);"));

    private static string Typed(string setup) => $$"""
        static class Setup
        {
            public static void Add(IServiceCollection services)
            {
                {{setup.Replace("\n", "\n        ")}}
            }
        }

        public interface IPrices { }
        public class Prices : IPrices { public Prices(HttpClient client) { } }
        """;

    [Theory]
    [InlineData(
        "services.AddHttpClient<Prices>(client => { });\nservices.[|AddScoped<Prices>|]();",
        "services.AddHttpClient<Prices>(client => { });")]
    [InlineData(
        "services.AddHttpClient<Prices>(client => { });\nservices.[|AddSingleton<IPrices, Prices>|]();",
        "services.AddHttpClient<Prices>(client => { });\nservices.AddTransient<IPrices>(provider => provider.GetRequiredService<Prices>());")]
    public Task The_typed_client_is_returned(string before, string after) => Check.Fix<HttpClientLifetime, HttpClientLifetimeFixer>(Typed(before), Typed(after), Target.Library);
}
