using Microsoft.CodeAnalysis;
using ProdReady.Load;

namespace ProdReady.Tests.Load;

public class UnsafeMethodRetriedTests
{
    internal static Target Resilience(Target project, string attribute = "") => project with
    {
        LibrarySource = $$"""
            namespace Microsoft.Extensions.Http.Resilience
            {
                public class HttpRetryStrategyOptions { public int MaxRetryAttempts { get; set; } }
                public class HttpStandardResilienceOptions { public HttpRetryStrategyOptions Retry { get; } = new(); }
                public interface IHttpStandardResiliencePipelineBuilder { }
                public interface IStandardHedgingHandlerBuilder { }
                {{attribute}}
                public static class HttpRetryStrategyOptionsExtensions
                {
                    public static void DisableForUnsafeHttpMethods(this HttpRetryStrategyOptions options) { }
                }
            }
            namespace Contoso
            {
                public static class Defaults { public static readonly Action<Microsoft.Extensions.Http.Resilience.HttpStandardResilienceOptions> Given = null!; }
            }
            namespace Microsoft.Extensions.DependencyInjection
            {
                using Microsoft.Extensions.Http.Resilience;
                public static class ResilienceHttpClientBuilderExtensions
                {
                    public static IHttpStandardResiliencePipelineBuilder AddStandardResilienceHandler(this IHttpClientBuilder builder) => null!;
                    public static IHttpStandardResiliencePipelineBuilder AddStandardResilienceHandler(this IHttpClientBuilder builder, Action<HttpStandardResilienceOptions> configure) => null!;
                    public static IStandardHedgingHandlerBuilder AddStandardHedgingHandler(this IHttpClientBuilder builder) => null!;
                }
            }
            """,
    };

    internal const string Clients = """

        public interface IPayments { Task Pay(int amount); }

        public class Payments : IPayments
        {
            private readonly HttpClient _http;
            public Payments(HttpClient http) => _http = http;
            public Task Pay(int amount) => _http.PostAsJsonAsync("/payments", amount);
        }

        public class Prices
        {
            private readonly HttpClient _http;
            public Prices(HttpClient http) => _http = http;
            public Task<string> Get() => _http.GetStringAsync("/prices");
        }

        public class Sender
        {
            private readonly HttpClient _http;
            public Sender(HttpClient http) => _http = http;
            public Task Send() => _http.SendAsync(new HttpRequestMessage(HttpMethod.Patch, "/orders/1"));
        }

        public class Careful
        {
            private readonly HttpClient _http;
            public Careful(HttpClient http) => _http = http;
            public Task Send()
            {
                var request = new HttpRequestMessage(HttpMethod.Post, "/orders");
                request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
                return _http.SendAsync(request);
            }
        }
        """;

    private static string Setup(string statements, string clients) => $$"""
        using System.Net.Http.Json;
        using Microsoft.Extensions.Http.Resilience;

        public static class Setup
        {
            public static void Main() { }
            public static void Add(IServiceCollection services)
            {
                {{statements}}
            }
        }
        """ + clients;

    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Rule(string statements, Target? project = null, string clients = Clients) =>
        Check.Rule<UnsafeMethodRetried>(Setup(statements, clients), Resilience(project ?? Target.Web));

    [Fact]
    public async Task A_client_that_posts_is_reported()
    {
        var found = await Rule("services.AddHttpClient<IPayments, Payments>().[|AddStandardResilienceHandler|]();");
        Assert.StartsWith("'AddStandardResilienceHandler' also repeats 'PostAsJsonAsync': a request that took too long may have been done", found[0].GetMessage(null));
        Assert.Equal(DiagnosticSeverity.Info, found[0].Severity);
    }

    [Theory]
    [InlineData("services.AddHttpClient<Payments>(client => client.Timeout = TimeSpan.FromSeconds(5)).SetHandlerLifetime(TimeSpan.FromMinutes(5)).[|AddStandardResilienceHandler|]();")]
    [InlineData("var payments = services.AddHttpClient<Payments>(); payments.[|AddStandardResilienceHandler|]();")]
    [InlineData("services.AddHttpClient<Payments>().[|AddStandardResilienceHandler|](options => options.Retry.MaxRetryAttempts = 5);")]
    [InlineData("services.AddHttpClient<Payments>().[|AddStandardHedgingHandler|]();")]
    [InlineData("services.AddHttpClient<Sender>().[|AddStandardResilienceHandler|]();")]
    public Task Each_way_to_register_such_a_client_is_reported(string registration) => Rule(registration);

    [Theory]
    [InlineData("services.AddHttpClient<Prices>().AddStandardResilienceHandler();")]
    [InlineData("services.AddHttpClient<Careful>().AddStandardResilienceHandler();")]
    [InlineData("services.AddHttpClient(\"payments\").AddStandardResilienceHandler();")]
    [InlineData("services.AddHttpClient<IPayments>().AddStandardResilienceHandler();")]
    [InlineData("services.AddHttpClient<Payments>().AddStandardResilienceHandler(Contoso.Defaults.Given);")]
    [InlineData("services.AddHttpClient<Payments>().AddStandardResilienceHandler(options => options.Retry.DisableForUnsafeHttpMethods());")]
    [InlineData("services.AddHttpClient<Payments>().AddStandardResilienceHandler(); services.Configure<HttpStandardResilienceOptions>(options => options.Retry.MaxRetryAttempts = 1);")]
    public Task A_client_that_reads_or_has_a_key_and_one_of_which_somebody_has_chosen_are_left_alone(string registration) => Rule(registration);

    [Fact]
    public Task All_clients_of_an_application_that_posts_are_reported() => Check.Severity<UnsafeMethodRetried>(
        DiagnosticSeverity.Info, SetupOfAll("[|AddStandardResilienceHandler|]", Clients.Substring(0, Clients.IndexOf("public class Careful", StringComparison.Ordinal))), Resilience(Target.Web));

    [Fact]
    public Task All_clients_of_an_application_that_only_reads_are_left_alone() =>
        Check.Rule<UnsafeMethodRetried>(SetupOfAll("AddStandardResilienceHandler", ""), Resilience(Target.Web));

    /// <summary>The shape of the project that sets up all services of a solution.</summary>
    [Fact]
    public async Task All_clients_of_whoever_uses_a_library_are_reported()
    {
        var found = await Check.Rule<UnsafeMethodRetried>(SetupOfAll("[|AddStandardResilienceHandler|]", ""), Resilience(Target.Library));
        Assert.StartsWith("'AddStandardResilienceHandler' repeats the requests of all clients, whatever their method", found[0].GetMessage(null));
    }

    [Fact]
    public Task Tests_are_left_alone() => Rule("services.AddHttpClient<Payments>().AddStandardResilienceHandler();", Target.Test);

    private static string SetupOfAll(string call, string clients) => $$"""
        using System.Net.Http.Json;

        public static class Extensions
        {
            public static void Main() { }
            public static void AddServiceDefaults(IServiceCollection services)
            {
                services.ConfigureHttpClientDefaults(http =>
                {
                    http.{{call}}();
                    http.SetHandlerLifetime(TimeSpan.FromMinutes(5));
                });
            }
        }
        """ + clients;
}
