using Microsoft.CodeAnalysis;
using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class RequiredConfigurationUncheckedTests
{
    /// <summary>What the packages of databases and caches declare.</summary>
    private const string Packages = """
        namespace Npgsql { public class NpgsqlConnection { public NpgsqlConnection(string? connectionString) { } } }
        namespace Microsoft.EntityFrameworkCore
        {
            public static class NpgsqlDbContextOptionsBuilderExtensions
            {
                public static DbContextOptionsBuilder UseNpgsql(this DbContextOptionsBuilder builder, string? connectionString) => builder;
            }
        }
        namespace Microsoft.Extensions.Caching.StackExchangeRedis { public class RedisCacheOptions { public string? Configuration { get; set; } } }
        """;

    private static Target With(string settings, string name = "appsettings.json") => Target.Web.WithFile("/app/" + name, settings);

    private static string InMain(string code) => $$"""
        using Npgsql;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.Caching.StackExchangeRedis;

        var builder = WebApplication.CreateBuilder(args);
        {{code}}
        builder.Build().Run();

        static class Program2
        {
            public static void Keep(object? value) { }

            public static void Demand(IConfiguration settings, string key) { if (settings[key] is null) throw new InvalidOperationException(key); }
        }

        class Shop : DbContext { }

        class Mail
        {
            public string Host { get; set; } = null!;
        }

        class Fax
        {
            public string Host { get; set; } = null!;
            public bool IsConfigured() => Host is not null;
        }

        class Telex
        {
            public string Host { get; set; } = null!;
            public bool Enabled { get; set; }
        }

        class Paging
        {
            public int Size { get; set; } = 20;
            public string? Order { get; set; }
            public string Field { get; set; } = "Id";
        }
        """;

    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Is(string code, Target? project = null) =>
        Check.Rule<RequiredConfigurationUnchecked>(InMain(code), project ?? Target.Web, Packages);

    [Theory]
    [InlineData("""var key = builder.Configuration[[|"Jwt:Key"|]]!; Program2.Keep(key);""")]
    [InlineData("""var main = builder.Configuration.GetConnectionString([|"Main"|])!; Program2.Keep(main);""")]
    [InlineData("""Program2.Keep(builder.Configuration.GetSection("Jwt")[[|"Key"|]]!);""")]
    [InlineData("""Program2.Keep(builder.Configuration.GetSection([|"Key"|]).Value!);""")]
    [InlineData("""Program2.Keep(builder.Configuration.GetSection([|"Mail"|]).Get<Mail>()!);""")]
    [InlineData("""Program2.Keep(builder.Configuration.GetValue<string>([|"Jwt:Key"|])!);""")]
    [InlineData("""Program2.Keep(Environment.GetEnvironmentVariable([|"JWT_KEY"|])!);""")]
    [InlineData("""Program2.Keep((builder.Configuration[[|"Jwt:Key"|]])!);""")]
    [InlineData("""var part = builder.Configuration.GetSection("Jwt"); Program2.Keep(part[[|"Key"|]]!);""")]
    [InlineData("""var all = builder.Configuration; Program2.Keep(all[[|"Key"|]]!);""")]
    public async Task A_claim_that_a_setting_is_there_is_reported(string code)
    {
        var found = await Is(code);
        Assert.StartsWith("The '!' says that '", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("""builder.Services.AddDbContext<Shop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString([|"Main"|])));""")]
    [InlineData("""var main = builder.Configuration.GetConnectionString([|"Main"|]); builder.Services.AddDbContext<Shop>(o => o.UseNpgsql(main));""")]
    [InlineData("""builder.Services.AddScoped(_ => new NpgsqlConnection(builder.Configuration[[|"Db"|]]));""")]
    [InlineData("""builder.Services.Configure<RedisCacheOptions>(o => o.Configuration = builder.Configuration[[|"Redis"|]]);""")]
    [InlineData("""var uri = new Uri(builder.Configuration[[|"Api:Url"|]]);""")]
    [InlineData("""var port = int.Parse(builder.Configuration[[|"Api:Port"|]]);""")]
    [InlineData("""var parts = builder.Configuration[[|"Api:Hosts"|]].Split(',');""")]
    [InlineData("""var length = builder.Configuration[[|"Api:Hosts"|]].Length;""")]
    [InlineData("""foreach (var host in builder.Configuration.GetSection([|"Hosts"|]).Get<string[]>()) Program2.Keep(host);""")]
    [InlineData("""var host = builder.Configuration.GetSection([|"Mail"|]).Get<Mail>().Host;""")]
    [InlineData("""var uri = new Uri(builder.Configuration["Api:Url"] ?? builder.Configuration[[|"Api:Address"|]]);""")]
    public async Task A_setting_that_something_needs_is_reported(string code)
    {
        var found = await Is(code);
        Assert.Contains("fails in words that do not name it", found.Single().GetMessage(null));
        Assert.StartsWith("Nothing checks that '", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("""var main = builder.Configuration.GetConnectionString([|"Main"|]) ?? ""; builder.Services.AddDbContext<Shop>(o => o.UseNpgsql(main));""", "an empty text")]
    [InlineData("""builder.Services.AddDbContext<Shop>(o => o.UseNpgsql(builder.Configuration.GetConnectionString([|"Main"|]) ?? string.Empty));""", "an empty text")]
    [InlineData("""var uri = new Uri($"https://{builder.Configuration[[|"Api:Host"|]]}/api");""", "an empty text")]
    [InlineData("""var uri = new Uri("https://" + builder.Configuration[[|"Api:Host"|]]);""", "an empty text")]
    [InlineData("""var size = builder.Configuration.GetValue<int>([|"Pool:Size"|]); Program2.Keep(size);""", "zero")]
    [InlineData("""var wait = builder.Configuration.GetValue<TimeSpan>([|"Pool:Wait"|]); Program2.Keep(wait);""", "zero")]
    [InlineData("""builder.Services.AddHttpClient("api").ConfigureHttpClient(client => client.Timeout = builder.Configuration.GetValue<TimeSpan>([|"Api:Timeout"|]));""", "zero")]
    [InlineData("""Program2.Keep(builder.Configuration.GetSection([|"Port"|]).Get<int>());""", "zero")]
    [InlineData("""var host = builder.Configuration[[|"Redis:Server"|]] ?? "localhost";""", "\"localhost\"")]
    [InlineData("""var url = Environment.GetEnvironmentVariable([|"PAYMENT_API"|]) ?? "http://localhost:8080";""", "\"http://localhost:8080\"")]
    [InlineData("""var mail = builder.Configuration.GetSection([|"Mail"|]).Get<Mail>() ?? new Mail();""", "new Mail()")]
    [InlineData("""var telex = builder.Configuration.GetSection([|"Telex"|]).Get<Telex>() ?? new Telex();""", "new Telex()")]
    [InlineData("""int.TryParse(builder.Configuration[[|"Pool:Size"|]], out var size); Program2.Keep(size);""", "zero")]
    [InlineData("""_ = int.TryParse(builder.Configuration[[|"Pool:Size"|]], out var size); Program2.Keep(size);""", "zero")]
    [InlineData("""var text = builder.Configuration[[|"Pool:Size"|]]; int size = 10; int.TryParse(text, out size); Program2.Keep(size);""", "zero")]
    [InlineData("""bool.TryParse(builder.Configuration[[|"Pool:Check"|]], out var checks); Program2.Keep(checks);""", "false")]
    public async Task A_default_that_nobody_hears_of_is_reported(string code, string instead)
    {
        var found = await Is(code);
        Assert.Contains($"goes on with {instead}, and nothing says so", found.Single().GetMessage(null));
    }

    [Fact]
    public async Task The_message_names_the_setting_and_the_variable_that_sets_it()
    {
        var found = await Is("""var main = builder.Configuration.GetConnectionString([|"Main"|])!; Program2.Keep(main);""");
        Assert.Contains("'ConnectionStrings:Main'", found.Single().GetMessage(null));
        Assert.Contains("ConnectionStrings__Main sets it", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("""var key = builder.Configuration["Jwt:Key"] ?? throw new InvalidOperationException("Jwt:Key"); Program2.Keep(key);""")]
    [InlineData("""var key = builder.Configuration["Jwt:Key"]; if (key is null) throw new InvalidOperationException(); var uri = new Uri(key);""")]
    [InlineData("""var key = builder.Configuration["Jwt:Key"]; if (string.IsNullOrEmpty(key)) return; var uri = new Uri(key);""")]
    [InlineData("""var key = builder.Configuration["Jwt:Key"]!; if (string.IsNullOrWhiteSpace(key)) return; var uri = new Uri(key);""")]
    [InlineData("""var key = builder.Configuration["Jwt:Key"]; ArgumentException.ThrowIfNullOrEmpty(key); var uri = new Uri(key);""")]
    [InlineData("""ArgumentException.ThrowIfNullOrEmpty(builder.Configuration["Jwt:Key"]!);""")]
    [InlineData("""var key = builder.Configuration["Jwt:Key"]; if (key is { Length: > 0 }) { var uri = new Uri(key); }""")]
    [InlineData("""if (builder.Configuration["Jwt:Key"] is string key) { var uri = new Uri(key); }""")]
    [InlineData("""if (!string.IsNullOrEmpty(builder.Configuration["Jwt:Key"])) { var uri = new Uri(builder.Configuration["Jwt:Key"]!); }""")]
    [InlineData("""if (builder.Configuration.GetSection("Jwt").Exists()) { var uri = new Uri(builder.Configuration["Jwt:Key"]!); }""")]
    [InlineData("""var uri = builder.Configuration["Jwt:Key"] is { } key ? new Uri(key) : null;""")]
    [InlineData("""var key = builder.Configuration["Jwt:Key"]; var uri = key != null ? new Uri(key) : null;""")]
    [InlineData("""var key = builder.Configuration["Jwt:Key"]; builder.Services.AddScoped(_ => key == null ? null! : new Uri(key));""")]
    [InlineData("""var key = builder.Configuration["Jwt:Key"]; key ??= "https://contoso.com"; var uri = new Uri(key);""")]
    [InlineData("""var key = builder.Configuration["Jwt:Key"]; if (args.Length > 0) key = args[0]; var uri = new Uri(key!);""")]
    [InlineData("""var parts = builder.Configuration["Hosts"]?.Split(',');""")]
    [InlineData("""var text = builder.Configuration["Jwt:Key"] switch { null => "", var other => other };""")]
    [InlineData("""var size = int.TryParse(builder.Configuration["Pool:Size"], out var given) ? given : 10;""")]
    [InlineData("""if (!int.TryParse(builder.Configuration["Pool:Size"], out var size)) size = 10;""")]
    [InlineData("""var size = builder.Configuration.GetValue<int>("Pool:Size"); if (size > 0) Program2.Keep(size);""")]
    [InlineData("""var size = Math.Max(1, builder.Configuration.GetValue<int>("Pool:Size"));""")]
    [InlineData("""if (builder.Configuration.GetValue<int>("Pool:Size") > 3) return;""")]
    public Task A_setting_that_is_tested_is_left_alone(string code) => Is(code);

    [Theory]
    [InlineData("""var key = builder.Configuration["Jwt:Key"]; Program2.Keep(key);""")]
    [InlineData("""var plugins = builder.Configuration["Plugins"] ?? ""; Program2.Keep(plugins);""")]
    [InlineData("""Console.WriteLine($"Greeting: {builder.Configuration["Greeting"]}");""")]
    [InlineData("""var host = builder.Configuration["Redis:Server"] ?? "redis.contoso.com";""")]
    [InlineData("""var urls = builder.Configuration["Urls"] ?? "http://localhost:5000";""")]
    [InlineData("""var size = builder.Configuration.GetValue("Pool:Size", 10); Program2.Keep(size);""")]
    [InlineData("""var size = builder.Configuration.GetValue<int?>("Pool:Size"); Program2.Keep(size);""")]
    [InlineData("""var isOn = builder.Configuration.GetValue<bool>("Pool:On"); Program2.Keep(isOn);""")]
    [InlineData("""var day = builder.Configuration.GetValue<DayOfWeek>("Pool:Day"); Program2.Keep(day);""")]
    [InlineData("""var paging = builder.Configuration.GetSection("Paging").Get<Paging>() ?? new Paging();""")]
    [InlineData("""var fax = builder.Configuration.GetSection("Fax").Get<Fax>() ?? new Fax();""")]
    [InlineData("""var mail = builder.Configuration.GetSection("Mail").Get<Mail>() ?? new Mail { Host = "mail.contoso.com" };""")]
    [InlineData("""var uri = new Uri(builder.Configuration[args[0]]!);""")]
    [InlineData("""builder.Configuration["Jwt:Key"] = "x";""")]
    [InlineData("""foreach (var part in builder.Configuration.GetSection("Parts").GetChildren()) Program2.Keep(part["Name"]!);""")]
    [InlineData("""var mail = builder.Configuration.GetRequiredSection("Mail").Get<Mail>()!; Program2.Keep(mail);""")]
    [InlineData("""var key = builder.Configuration.GetRequiredSection("Key").Value!; Program2.Keep(key);""")]
    [InlineData("""var home = Environment.GetEnvironmentVariable("HOME")!; Program2.Keep(home);""")]
    [InlineData("""var host = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST")!; Program2.Keep(host);""")]
    public Task What_nobody_is_known_to_need_is_left_alone(string code) => Is(code);

    [Theory]
    [InlineData("""{ "Jwt": { "Key": "x" } }""")]
    [InlineData("""{ "jwt": { "KEY": "x" } }""")]
    [InlineData("""{ "Jwt:Key": "x" }""")]
    [InlineData("""
        {
          // set by nobody else
          "Jwt": { "Key": 5, },
        }
        """)]
    public Task A_setting_in_the_settings_file_is_left_alone(string settings) =>
        Is("""Program2.Keep(builder.Configuration["Jwt:Key"]!);""", With(settings));

    [Theory]
    [InlineData("""{ "Jwt": { "Key": "" } }""")]
    [InlineData("""{ "Jwt": { "Key": null } }""")]
    [InlineData("""{ "Jwt": { "Keys": "x" } }""")]
    [InlineData("""{ "Other": { "Jwt": { "Key": "x" } } }""")]
    [InlineData("""{ "Jwt": { "Key": { "Of": "x" } } }""")]
    public Task A_setting_that_the_settings_file_lacks_is_reported(string settings) =>
        Is("""Program2.Keep(builder.Configuration[[|"Jwt:Key"|]]!);""", With(settings));

    [Theory]
    [InlineData("appsettings.Production.json", "\"Jwt:Key\"")]
    [InlineData("appsettings.Development.json", "[|\"Jwt:Key\"|]")]
    [InlineData("other.json", "[|\"Jwt:Key\"|]")]
    [InlineData("bin/Debug/appsettings.json", "[|\"Jwt:Key\"|]")]
    public Task The_file_of_the_environment_in_production_counts(string name, string key) =>
        Check.Rule<RequiredConfigurationUnchecked>(
            InMain($$"""Program2.Keep(builder.Configuration[{{key}}]!);"""),
            new Target { Properties = { ["UsingMicrosoftNETSdkWeb"] = "true", ["ProjectDir"] = "/app/" } }.WithFile("/app/" + name, """{ "Jwt": { "Key": "x" } }"""),
            Packages);

    [Fact]
    public Task A_section_with_anything_in_it_is_left_alone() =>
        Is("""Program2.Keep(builder.Configuration.GetSection("Mail").Get<Mail>()!);""", With("""{ "Mail": { "Host": "mail.contoso.com" } }"""));

    [Fact]
    public Task A_section_with_nothing_in_it_is_reported() =>
        Is("""Program2.Keep(builder.Configuration.GetSection([|"Mail"|]).Get<Mail>()!);""", With("""{ "Mail": { }, "Mailing": { "Host": "x" } }"""));

    [Fact]
    public Task A_settings_file_that_cannot_be_read_is_left_to_the_rule_about_that() =>
        Is("""Program2.Keep(builder.Configuration["Jwt:Key"]!);""", With("{ \"Jwt\": "));

    [Fact]
    public Task A_variable_is_not_looked_for_in_the_settings_file() =>
        Is("""Program2.Keep(Environment.GetEnvironmentVariable([|"Key"|])!);""", With("""{ "Key": "x" }"""));

    [Fact]
    public Task A_variable_that_the_image_sets_is_left_alone() =>
        Is("""Program2.Keep(Environment.GetEnvironmentVariable("JWT_KEY")!);""", Target.Web.WithFile("/app/Dockerfile", "FROM base\nENV A=1 \\\n    JWT_KEY=x\n"));

    [Theory]
    [InlineData("""builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Jwt:Key"] = "x" });""")]
    [InlineData("""builder.Configuration.AddInMemoryCollection(new[] { new KeyValuePair<string, string?>("Jwt:Key", "x") });""")]
    [InlineData("""builder.Configuration["Jwt:Key"] = "x";""")]
    [InlineData("""builder.WebHost.UseSetting("Jwt:Key", "x");""")]
    [InlineData("""foreach (var name in new[] { "Jwt:Key", "Jwt:Issuer" }) if (builder.Configuration[name] is null) throw new InvalidOperationException(name);""")]
    [InlineData("""Program2.Demand(builder.Configuration, "Jwt:Key");""")]
    [InlineData("""_ = builder.Configuration["Jwt:Key"] ?? throw new InvalidOperationException();""")]
    [InlineData("""builder.Configuration.AddJsonFile("limits.json");""")]
    [InlineData("""builder.Configuration.AddJsonFile("limits.json", optional: false);""")]
    public Task A_setting_that_may_come_from_elsewhere_is_left_alone(string code) => Is(code + "\n" + """Program2.Keep(builder.Configuration["Jwt:Key"]!);""");

    [FromRoslyn(4, 8)]
    public Task A_setting_in_a_list_in_brackets_is_left_alone() =>
        Is("""string[] names = ["Jwt:Key", "Jwt:Issuer"]; foreach (var name in names) if (builder.Configuration[name] is null) throw new InvalidOperationException(name);""" + "\n" + """Program2.Keep(builder.Configuration["Jwt:Key"]!);""");

    [Theory]
    [InlineData("""builder.Configuration.AddJsonFile("limits.json", optional: true);""")]
    [InlineData("""builder.Configuration.AddJsonFile("appsettings.json", optional: false);""")]
    [InlineData("""Console.WriteLine("Jwt:Key");""")]
    [InlineData("""_ = builder.Configuration["Jwt:Key"];""")]
    public Task A_setting_that_nothing_makes_sure_of_is_reported(string code) => Is(code + "\n" + """Program2.Keep(builder.Configuration[[|"Jwt:Key"|]]!);""");

    [Fact]
    public Task Development_is_left_alone() =>
        Is("""if (builder.Environment.IsDevelopment()) Program2.Keep(builder.Configuration["Seed:User"]!);""");

    [Fact]
    public Task A_setting_that_the_user_calls_optional_is_left_alone() =>
        Is("""Program2.Keep(builder.Configuration["Mail:Host"]!); Program2.Keep(builder.Configuration["Jwt:Key"]!);""", Target.Web.With(("prodready.PRD103.optional_keys", "mail:*, Jwt__Key")));

    [Theory]
    [InlineData("class Tokens { readonly string _key; public Tokens(IConfiguration configuration) { _key = configuration[[|\"Jwt:Key\"|]]!; } public string Key => _key; }")]
    [InlineData("class Tokens { readonly IConfiguration _all; readonly Uri _uri; public Tokens(IConfiguration all) { _all = all; _uri = new Uri(_all[[|\"Api\"|]]); } public Uri Uri => _uri; }")]
    [InlineData("static class Keys { public static readonly string Key = Environment.GetEnvironmentVariable([|\"JWT_KEY\"|])!; }")]
    [InlineData("static class Setup { public static void AddTokens(this IServiceCollection services, IConfiguration configuration) { var uri = new Uri(configuration[[|\"Api\"|]]); } }")]
    [InlineData("class Startup { public Startup(IConfiguration configuration) { Configuration = configuration; } public IConfiguration Configuration { get; } public void ConfigureServices(IServiceCollection services) => services.AddSingleton(new Uri(Configuration[[|\"Api\"|]])); }")]
    [InlineData("class Setup : IHostedService { readonly IConfiguration _all; public Setup(IConfiguration all) { _all = all; } public Task StartAsync(CancellationToken token) { var uri = new Uri(_all[[|\"Api\"|]]); return Task.CompletedTask; } public Task StopAsync(CancellationToken token) => Task.CompletedTask; }")]
    [InlineData("class Keys { public const string Name = \"Jwt:Key\"; readonly string _key; public Keys(IConfiguration all) { _key = all[[|Name|]]!; } public string Key => _key; }")]
    public Task Code_that_puts_the_application_together_is_looked_at(string code) => Check.Rule<RequiredConfigurationUnchecked>("WebApplication.Create().Run();\n" + code, Target.Web);

    [Theory]
    [InlineData("class Tokens { readonly IConfiguration _all; public Tokens(IConfiguration all) { _all = all; } public string Key => _all[\"Jwt:Key\"]!; }")]
    [InlineData("class Tokens { readonly string _key; public Tokens(IConfiguration all) { _key = all[\"Jwt:Key\"]!; if (string.IsNullOrEmpty(_key)) throw new InvalidOperationException(); } public string Key => _key; }")]
    [InlineData("class Pool { readonly int _size; public Pool(IConfiguration all) { _size = all.GetValue<int>(\"Size\"); } public int Size => _size > 0 ? _size : 10; }")]
    [InlineData("class Tokens { public Tokens(IConfigurationSection part) { Key = part[\"Key\"]!; } public string Key { get; } }")]
    public Task Other_code_and_what_is_tested_later_is_left_alone(string code) => Check.Rule<RequiredConfigurationUnchecked>("WebApplication.Create().Run();\n" + code, Target.Web);

    [Theory]
    [InlineData("[System.ComponentModel.DataAnnotations.Required] ", "\"Mail:Host\"")]
    [InlineData("[System.ComponentModel.Description(\"of the server\")] ", "[|\"Mail:Host\"|]")]
    public Task An_option_that_is_validated_is_left_alone(string attribute, string key) => Check.Rule<RequiredConfigurationUnchecked>($$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOptions<Mail>().Configure(mail => mail.Host = builder.Configuration[{{key}}]!).ValidateDataAnnotations();
        class Mail { {{attribute}}public string Host { get; set; } = ""; }
        """, Target.Web);

    [Theory]
    [InlineData("""app.MapGet("/", (IConfiguration all) => all["Greeting"]!);""")]
    [InlineData("""app.MapGet("/", () => new Uri(app.Configuration["Greeting"]!).Host);""")]
    [InlineData("""app.MapGet("/", Greet); string Greet() => app.Configuration["Greeting"]!;""")]
    public Task A_request_is_left_alone(string code) => Check.Rule<RequiredConfigurationUnchecked>("var app = WebApplication.Create();\n" + code + "\napp.Run();", Target.Web);

    [Fact]
    public Task A_part_of_the_configuration_has_its_settings_anywhere() =>
        Check.Rule<RequiredConfigurationUnchecked>(
            "WebApplication.Create().Run(); class Tokens { public Tokens(IConfiguration part) { Key = part[\"Key\"]!; Other = part[[|\"Other\"|]]!; } public string Key { get; } public string Other { get; } }",
            With("""{ "Jwt": { "Key": "x", "Others": "x" } }"""));

    [Fact]
    public async Task A_check_that_an_empty_text_passes_is_reported()
    {
        var found = await Is("""var key = builder.Configuration[[|"Jwt:Key"|]] ?? throw new InvalidOperationException("Jwt:Key"); Program2.Keep(key);""", With("""{ "Jwt": { "Key": "" } }"""));
        Assert.StartsWith("'Jwt:Key' is an empty text in appsettings.json, which is not null, so this check never fails", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("""{ "Jwt": { "Key": null } }""")]
    [InlineData("""{ "Jwt": { } }""")]
    [InlineData("""{ "Jwt": { "Key": "x" } }""")]
    public Task A_check_for_null_that_can_fail_is_left_alone(string settings) =>
        Is("""var key = builder.Configuration["Jwt:Key"] ?? throw new InvalidOperationException("Jwt:Key"); Program2.Keep(key);""", With(settings));

    [Fact]
    public Task A_console_tool_is_told_of_its_variables() =>
        Check.Rule<RequiredConfigurationUnchecked>("""Console.WriteLine(new Uri(Environment.GetEnvironmentVariable([|"API"|])!));""", Target.Tool);

    [Fact]
    public Task A_library_is_left_alone() =>
        Check.Rule<RequiredConfigurationUnchecked>("static class Setup { public static void Add(IServiceCollection services, IConfiguration all) => services.AddSingleton(new Uri(all[\"Api\"]!)); }", Target.Library);

    [Fact]
    public Task A_test_is_left_alone() => Is("""Program2.Keep(builder.Configuration["Jwt:Key"]!);""", Target.Test);

    [Fact]
    public Task A_factory_that_only_tools_use_is_left_alone() => Check.Rule<RequiredConfigurationUnchecked>("""
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Design;

        WebApplication.Create().Run();

        class Shop : DbContext { public Shop(DbContextOptions options) : base(options) { } }

        class Factory : IDesignTimeDbContextFactory<Shop>
        {
            public Shop CreateDbContext(string[] args) => new(Options(new DbContextOptionsBuilder()));
            DbContextOptions Options(DbContextOptionsBuilder builder) => builder.UseSqlite(Environment.GetEnvironmentVariable("DB")!).Options;
        }
        """, Target.Web);

    [Fact]
    public Task An_API_of_the_user_needs_its_setting() =>
        Check.Rule<RequiredConfigurationUnchecked>(
            """
            var builder = WebApplication.CreateBuilder(args);
            Ledger.Open(builder.Configuration[[|"Ledger"|]]);
            Ledger.Close(builder.Configuration["Ledger"]);

            static class Ledger
            {
                public static void Open(string? address) { }
                public static void Close(string? address) { }
            }
            """,
            Target.Web.WithFile("ProdReady.Apis.txt", "ConfigurationApis.Need = M:Ledger.Open(System.String)"));

    [Fact]
    public Task It_is_a_suggestion() => Check.Severity<RequiredConfigurationUnchecked>(DiagnosticSeverity.Info, """
        var builder = WebApplication.CreateBuilder(args);
        Console.WriteLine(builder.Configuration[[|"Jwt:Key"|]]!);
        """, Target.Web);
}
