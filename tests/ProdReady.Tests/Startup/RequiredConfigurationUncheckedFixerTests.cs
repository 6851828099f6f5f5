using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class RequiredConfigurationUncheckedFixerTests
{
    private const string Throws = "throw new InvalidOperationException(\"'Jwt:Key' is not set: add it to the configuration, or set the environment variable Jwt__Key.\")";

    private static string InMain(string code) => $"""
        var builder = WebApplication.CreateBuilder(args);
        {code}
        """;

    private static Task Becomes(string before, string after, Target? project = null, int index = 0) =>
        Check.Fix<RequiredConfigurationUnchecked, RequiredConfigurationUncheckedFixer>(InMain(before), InMain(after), project ?? Target.Web, index);

    [Theory]
    [InlineData("""var key = builder.Configuration[[|"Jwt:Key"|]]!; Console.WriteLine(key); // of the tokens""", $"""var key = builder.Configuration["Jwt:Key"] ?? {Throws}; Console.WriteLine(key); // of the tokens""")]
    [InlineData("""Console.WriteLine((builder.Configuration[[|"Jwt:Key"|]])!);""", $"""Console.WriteLine(builder.Configuration["Jwt:Key"] ?? {Throws});""")]
    [InlineData("""var uri = new Uri(builder.Configuration[[|"Jwt:Key"|]]);""", $"""var uri = new Uri(builder.Configuration["Jwt:Key"] ?? {Throws});""")]
    [InlineData("""var uri = new Uri(builder.Configuration["Jwt:Old"] ?? builder.Configuration[[|"Jwt:Key"|]]!);""", $"""var uri = new Uri(builder.Configuration["Jwt:Old"] ?? builder.Configuration["Jwt:Key"] ?? {Throws});""")]
    [InlineData("""var parts = builder.Configuration[[|"Jwt:Key"|]]!.Split(',');""", $"""var parts = (builder.Configuration["Jwt:Key"] ?? {Throws}).Split(',');""")]
    [InlineData("""var uri = new Uri($"https://{builder.Configuration[[|"Jwt:Key"|]]}");""", "var uri = new Uri($\"https://{(builder.Configuration[\"Jwt:Key\"] ?? " + Throws + ")}\");")]
    [InlineData("""var key = builder.Configuration.GetSection("Jwt")[[|"Key"|]]!; Console.WriteLine(key);""", $"""var key = builder.Configuration.GetSection("Jwt")["Key"] ?? {Throws}; Console.WriteLine(key);""")]
    [InlineData("""var key = builder.Configuration.GetSection("Jwt").GetSection([|"Key"|]).Value!; Console.WriteLine(key);""", $"""var key = builder.Configuration.GetSection("Jwt").GetSection("Key").Value ?? {Throws}; Console.WriteLine(key);""")]
    [InlineData("""var key = builder.Configuration.GetValue<string>([|"Jwt:Key"|])!; Console.WriteLine(key);""", $"""var key = builder.Configuration.GetValue<string>("Jwt:Key") ?? {Throws}; Console.WriteLine(key);""")]
    [InlineData("""var key = builder.Configuration.GetValue<int>([|"Jwt:Key"|]); Console.WriteLine(key);""", $"""var key = builder.Configuration.GetValue<int?>("Jwt:Key") ?? {Throws}; Console.WriteLine(key);""")]
    [InlineData("""var key = builder.Configuration[[|"Jwt:Key"|]] ?? "http://localhost";""", $"""var key = builder.Configuration["Jwt:Key"] ?? {Throws};""")]
    [InlineData("""var uri = new Uri(builder.Configuration[[|"Jwt:Key"|]] ?? "");""", $"""var uri = new Uri(builder.Configuration["Jwt:Key"] ?? {Throws});""")]
    public Task A_missing_setting_becomes_an_exception_that_names_it(string before, string after) => Becomes(before, after);

    [Fact]
    public Task A_variable_is_called_one() => Becomes(
        """var key = Environment.GetEnvironmentVariable([|"JWT_KEY"|])!; Console.WriteLine(key);""",
        """var key = Environment.GetEnvironmentVariable("JWT_KEY") ?? throw new InvalidOperationException("The environment variable JWT_KEY is not set."); Console.WriteLine(key);""");

    [Fact]
    public Task A_conversion_becomes_a_condition() => Becomes(
        """int.TryParse(builder.Configuration[[|"Jwt:Key"|]], out var key); Console.WriteLine(key);""",
        """if (!int.TryParse(builder.Configuration["Jwt:Key"], out var key)) throw new InvalidOperationException("'Jwt:Key' is missing or cannot be read: add it to the configuration, or set the environment variable Jwt__Key."); Console.WriteLine(key);""");

    [Fact]
    public Task A_section_becomes_an_exception_that_names_it() => Becomes(
        """
        var mail = builder.Configuration.GetSection([|"Mail"|]).Get<Mail>() ?? new Mail();
        class Mail { public string Host { get; set; } = null!; }
        """,
        """
        var mail = builder.Configuration.GetSection("Mail").Get<Mail>() ?? throw new InvalidOperationException("The section 'Mail' is not set: add it to the configuration, or set environment variables that begin with Mail__.");
        class Mail { public string Host { get; set; } = null!; }
        """);

    [Fact]
    public Task What_a_lambda_reads_is_read_before() => Becomes(
        """

        // The orders.
        builder.Services.AddHttpClient("orders")
            .ConfigureHttpClient(client => client.BaseAddress = new Uri(builder.Configuration[[|"Orders:Url"|]]!));
        builder.Build().Run();
        """,
        """

        // The orders.
        var ordersUrl = builder.Configuration["Orders:Url"] ?? throw new InvalidOperationException("'Orders:Url' is not set: add it to the configuration, or set the environment variable Orders__Url.");
        builder.Services.AddHttpClient("orders")
            .ConfigureHttpClient(client => client.BaseAddress = new Uri(ordersUrl));
        builder.Build().Run();
        """);

    [Fact]
    public Task Two_that_lambdas_read_become_two_locals() => Becomes(
        """
        builder.Services.AddHttpClient("orders", client => client.BaseAddress = new Uri(builder.Configuration[[|"Orders:Url"|]]!));
        builder.Services.AddHttpClient("stock", client => client.BaseAddress = new Uri(builder.Configuration[[|"Stock:Url"|]]!));
        """,
        """
        var ordersUrl = builder.Configuration["Orders:Url"] ?? throw new InvalidOperationException("'Orders:Url' is not set: add it to the configuration, or set the environment variable Orders__Url.");
        builder.Services.AddHttpClient("orders", client => client.BaseAddress = new Uri(ordersUrl));
        var stockUrl = builder.Configuration["Stock:Url"] ?? throw new InvalidOperationException("'Stock:Url' is not set: add it to the configuration, or set the environment variable Stock__Url.");
        builder.Services.AddHttpClient("stock", client => client.BaseAddress = new Uri(stockUrl));
        """);

    [Fact]
    public Task What_a_lambda_reads_may_stay_there() => Becomes(
        """builder.Services.AddHttpClient("orders", client => client.BaseAddress = new Uri(builder.Configuration[[|"Jwt:Key"|]]!));""",
        $"""builder.Services.AddHttpClient("orders", client => client.BaseAddress = new Uri(builder.Configuration["Jwt:Key"] ?? {Throws}));""",
        index: 1);

    [Theory]
    [InlineData("""builder.Services.AddHttpClient("orders", client => { if (args.Length > 0) client.BaseAddress = new Uri(builder.Configuration[[|"Jwt:Key"|]]!); });""", $$"""builder.Services.AddHttpClient("orders", client => { if (args.Length > 0) client.BaseAddress = new Uri(builder.Configuration["Jwt:Key"] ?? {{Throws}}); });""")]
    [InlineData("""builder.Services.AddHttpClient("orders", (services, client) => client.BaseAddress = new Uri(services.GetRequiredService<IConfiguration>()[[|"Jwt:Key"|]]!));""", $"""builder.Services.AddHttpClient("orders", (services, client) => client.BaseAddress = new Uri(services.GetRequiredService<IConfiguration>()["Jwt:Key"] ?? {Throws}));""")]
    [InlineData("""builder.Services.AddHttpClient("orders", static client => client.BaseAddress = new Uri(Environment.GetEnvironmentVariable([|"URL"|])!));""", """builder.Services.AddHttpClient("orders", static client => client.BaseAddress = new Uri(Environment.GetEnvironmentVariable("URL") ?? throw new InvalidOperationException("The environment variable URL is not set.")));""")]
    public Task What_only_the_lambda_can_read_stays_there(string before, string after) => Becomes(before, after);

    [Fact]
    public Task A_lambda_that_is_given_the_configuration_is_where_it_is_read() => Check.Fix<RequiredConfigurationUnchecked, RequiredConfigurationUncheckedFixer>(
        """
        Host.CreateDefaultBuilder(args).ConfigureServices((context, services) =>
        {
            services.AddHttpClient("orders", client => client.BaseAddress = new Uri(context.Configuration[[|"Orders:Url"|]]!));
        }).Build().Run();
        """,
        """
        Host.CreateDefaultBuilder(args).ConfigureServices((context, services) =>
        {
            var ordersUrl = context.Configuration["Orders:Url"] ?? throw new InvalidOperationException("'Orders:Url' is not set: add it to the configuration, or set the environment variable Orders__Url.");
            services.AddHttpClient("orders", client => client.BaseAddress = new Uri(ordersUrl));
        }).Build().Run();
        """,
        Target.Worker);

    [Fact]
    public Task A_lambda_without_a_block_that_is_given_the_configuration_keeps_it() => Check.Fix<RequiredConfigurationUnchecked, RequiredConfigurationUncheckedFixer>(
        """
        Host.CreateDefaultBuilder(args)
            .ConfigureServices((context, services) => services.AddHttpClient("orders", client => client.BaseAddress = new Uri(context.Configuration[[|"Jwt:Key"|]]!)))
            .Build().Run();
        """,
        $"""
        Host.CreateDefaultBuilder(args)
            .ConfigureServices((context, services) => services.AddHttpClient("orders", client => client.BaseAddress = new Uri(context.Configuration["Jwt:Key"] ?? {Throws})))
            .Build().Run();
        """,
        Target.Worker);

    [Fact]
    public Task A_method_on_one_line_is_opened() => Check.Fix<RequiredConfigurationUnchecked, RequiredConfigurationUncheckedFixer>(
        """
        WebApplication.Create().Run();

        static class Setup
        {
            public static void AddOrders(this IServiceCollection services, IConfiguration all) { services.AddHttpClient("orders", client => client.BaseAddress = new Uri(all[[|"Jwt:Key"|]]!)); }
        }
        """,
        $$"""
        WebApplication.Create().Run();

        static class Setup
        {
            public static void AddOrders(this IServiceCollection services, IConfiguration all)
            {
                var jwtKey = all["Jwt:Key"] ?? {{Throws}};
                services.AddHttpClient("orders", client => client.BaseAddress = new Uri(jwtKey));
            }
        }
        """,
        Target.Web);

    [Fact]
    public Task An_empty_text_is_no_value() => Becomes(
        """var key = builder.Configuration[[|"Jwt:Key"|]] ?? throw new InvalidOperationException(); Console.WriteLine(key);""",
        $$"""var key = builder.Configuration["Jwt:Key"] is { Length: > 0 } jwtKey ? jwtKey : {{Throws}}; Console.WriteLine(key);""",
        Target.Web.WithFile("appsettings.json", """{ "Jwt": { "Key": "" } }"""));

    [Fact]
    public Task An_empty_text_that_is_claimed_to_be_a_value_is_none() => Becomes(
        """Console.WriteLine(builder.Configuration[[|"Jwt:Key"|]]!);""",
        $$"""Console.WriteLine(builder.Configuration["Jwt:Key"] is { Length: > 0 } jwtKey ? jwtKey : {{Throws}});""",
        Target.Web.WithFile("appsettings.json", """{ "Jwt": { "Key": "" } }"""));
}
