using Microsoft.CodeAnalysis;
using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

/// <summary>Options with checks that run too late; see also <see cref="UncheckedOptionsTests"/>.</summary>
public class OptionsNotValidatedOnStartTests
{
    private const string Types = """
        class StripeOptions { public string Url { get; set; } = ""; public int Retries { get; set; } }
        class StripeValidator : Microsoft.Extensions.Options.IValidateOptions<StripeOptions>
        {
            public Microsoft.Extensions.Options.ValidateOptionsResult Validate(string? name, StripeOptions options) => Microsoft.Extensions.Options.ValidateOptionsResult.Success;
        }
        """;

    private const string Validator = "class StripeValidator : IValidateOptions<StripeOptions> { public ValidateOptionsResult Validate(string? name, StripeOptions options) => ValidateOptionsResult.Success; }";

    private static string Program(string statements, string types = "") => $"""
        using Microsoft.Extensions.DependencyInjection.Extensions;
        using Microsoft.Extensions.Options;

        var builder = WebApplication.CreateBuilder(args);
        var services = builder.Services;
        {statements}
        builder.Build().Run();

        class StripeOptions {"{"} public string Url {"{"} get; set; {"}"} = ""; {"}"}
        {types}
        """;

    private static readonly Target AtModerate = Web("moderate");

    private static Target Web(string scale) => new() { Properties = { ["UsingMicrosoftNETSdkWeb"] = "true", ["OutputType"] = "Exe", ["TargetFramework"] = "net10.0", ["ProdReadyScale"] = scale } };

    private static Target Library(string scale) => new() { Properties = { ["OutputType"] = "Library", ["TargetFramework"] = "net10.0", ["ProdReadyScale"] = scale } };

    [Theory]
    [InlineData("""services.AddOptions<StripeOptions>().BindConfiguration("Stripe").[|ValidateDataAnnotations|]();""")]
    [InlineData("""services.AddOptions<StripeOptions>().Bind(builder.Configuration.GetSection("Stripe")).[|Validate|](options => options.Url != "");""")]
    [InlineData("""services.AddOptions<StripeOptions>("live").BindConfiguration("Stripe").[|ValidateDataAnnotations|]();""")]
    [InlineData("""services.AddOptions<StripeOptions>().[|ValidateDataAnnotations|]().Validate(options => options.Url != "");""")]
    [InlineData("""services.AddOptions<StripeOptions>().BindConfiguration("Stripe").[|ValidateDataAnnotations|]().Services.AddHttpClient();""")]
    [InlineData("""var stripe = services.AddOptions<StripeOptions>(); stripe.[|Validate|](options => options.Url != ""); stripe.ValidateDataAnnotations();""")]
    [InlineData("""var stripe = services.AddOptions<StripeOptions>().[|ValidateDataAnnotations|](); stripe.Validate(options => options.Url != "");""")]
    [InlineData("""builder.Host.ConfigureServices((_, added) => added.AddOptions<StripeOptions>().[|ValidateDataAnnotations|]());""")]
    public async Task Checks_that_run_when_the_options_are_read_are_reported(string statements)
    {
        var found = await Check.Rule<OptionsNotValidatedOnStart>(Program(statements));
        Assert.Contains("'StripeOptions' is validated only when it is first read", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("subminiature", DiagnosticSeverity.Info)]
    [InlineData("small", DiagnosticSeverity.Info)]
    [InlineData("moderate", DiagnosticSeverity.Warning)]
    [InlineData("insane", DiagnosticSeverity.Warning)]
    public Task How_much_a_late_check_weighs_depends_on_the_scale(string scale, DiagnosticSeverity severity) =>
        Check.Severity<OptionsNotValidatedOnStart>(severity, Program("services.AddOptions<StripeOptions>().[|ValidateDataAnnotations|]();"), Web(scale));

    [Theory]
    [InlineData("services.AddOptions<StripeOptions>().ValidateDataAnnotations().ValidateOnStart();")]
    [InlineData("services.AddOptions<StripeOptions>().ValidateOnStart().ValidateDataAnnotations();")]
    [InlineData("services.AddOptionsWithValidateOnStart<StripeOptions>().ValidateDataAnnotations();")]
    [InlineData("services.AddOptions<StripeOptions>().ValidateDataAnnotations(); services.AddOptionsWithValidateOnStart<StripeOptions, StripeValidator>();")]
    [InlineData("services.AddOptions<StripeOptions>().ValidateDataAnnotations(); services.AddOptions<StripeOptions>().ValidateOnStart();")]
    [InlineData("var stripe = services.AddOptions<StripeOptions>().ValidateDataAnnotations(); stripe.ValidateOnStart();")]
    [InlineData("services.AddOptions<StripeOptions>().ValidateDataAnnotations(); builder.Build().Services.GetRequiredService<IStartupValidator>().Validate();")]
    public Task Options_that_are_validated_on_start_are_left_alone(string statements) => Check.Rule<OptionsNotValidatedOnStart>(Program(statements, Validator));

    [Fact]
    public Task Options_that_another_method_validates_on_start_are_left_alone() => Check.Rule<OptionsNotValidatedOnStart>(
        Program("services.AddOptions<StripeOptions>().ValidateDataAnnotations();"),
        null,
        "static class Checks { public static void Eager(this IServiceCollection services) => services.AddOptions<StripeOptions>().ValidateOnStart(); }");

    [Fact]
    public Task Options_that_an_extension_of_ours_validates_on_start_are_left_alone() => Check.Rule<OptionsNotValidatedOnStart>(
        Program("services.AddOptions<StripeOptions>().ValidateDataAnnotations().Early();"),
        null,
        "static class Checks { public static Microsoft.Extensions.Options.OptionsBuilder<T> Early<T>(this Microsoft.Extensions.Options.OptionsBuilder<T> builder) where T : class => builder.ValidateOnStart(); }");

    [Fact]
    public Task Options_that_an_extension_of_others_may_validate_are_left_alone() => Check.Rule<OptionsNotValidatedOnStart>(
        Program("services.AddOptions<StripeOptions>().ValidateDataAnnotations().Early();"),
        new Target { LibrarySource = "public static class Checks { public static Microsoft.Extensions.Options.OptionsBuilder<T> Early<T>(this Microsoft.Extensions.Options.OptionsBuilder<T> builder) where T : class => builder.ValidateOnStart(); }" });

    [Theory]
    [InlineData("Options(services).ToString(); static OptionsBuilder<StripeOptions> Options(IServiceCollection services) => services.AddOptions<StripeOptions>().ValidateDataAnnotations();")]
    [InlineData("Finish(services.AddOptions<StripeOptions>().ValidateDataAnnotations()); static void Finish(OptionsBuilder<StripeOptions> builder) { }")]
    [InlineData("var stripe = services.AddOptions<StripeOptions>(); stripe.ValidateDataAnnotations(); Finish(stripe); static void Finish(OptionsBuilder<StripeOptions> builder) { }")]
    [InlineData("OptionsBuilder<StripeOptions> stripe; stripe = services.AddOptions<StripeOptions>(); stripe.ValidateDataAnnotations();")]
    [InlineData("Give(services.AddOptions<StripeOptions>()); static void Give(OptionsBuilder<StripeOptions> builder) => builder.ValidateDataAnnotations();")]
    public Task A_builder_that_goes_elsewhere_is_left_alone(string statements) => Check.Rule<OptionsNotValidatedOnStart>(Program(statements));

    [Fact]
    public Task Options_by_a_name_made_at_run_time_are_left_alone() =>
        Check.Rule<OptionsNotValidatedOnStart>(Program("foreach (var tenant in args) services.AddOptions<StripeOptions>(tenant).ValidateDataAnnotations();"));

    [Theory]
    [InlineData("class Payer : BackgroundService { public Payer(IOptions<StripeOptions> options) { } protected override Task ExecuteAsync(CancellationToken token) => Task.CompletedTask; }")]
    [InlineData("class Payments { public Payments(RequestDelegate next, IOptions<StripeOptions> options) { } public Task InvokeAsync(HttpContext context) => Task.CompletedTask; }")]
    [InlineData("class Startup { public void Configure(IApplicationBuilder app, IOptionsMonitor<StripeOptions> options) { } }")]
    [InlineData("class Filter : IStartupFilter { public Filter(IOptions<StripeOptions> options) { } public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => next; }")]
    [InlineData("static class Setup { public static void UsePayments(this WebApplication app) => app.Services.GetRequiredService<IOptions<StripeOptions>>().Value.ToString(); }")]
    public Task Options_that_are_read_at_the_start_are_left_alone(string reader) =>
        Check.Rule<OptionsNotValidatedOnStart>(Program("services.AddOptions<StripeOptions>().ValidateDataAnnotations();", reader));

    [Fact]
    public Task Options_that_the_entry_point_reads_are_left_alone() => Check.Rule<OptionsNotValidatedOnStart>(Program("""
        services.AddOptions<StripeOptions>().ValidateDataAnnotations();
        Console.WriteLine(builder.Build().Services.GetRequiredService<IOptions<StripeOptions>>().Value.Url);
        """));

    [Theory]
    [InlineData("class Payer { public Payer(IOptions<StripeOptions> options) { } }")]
    [InlineData("static class Setup { public static void AddPayments(this IServiceCollection services) => services.AddSingleton(provider => provider.GetRequiredService<IOptions<StripeOptions>>().Value); }")]
    public Task Options_that_are_read_when_they_are_needed_are_reported(string reader) =>
        Check.Rule<OptionsNotValidatedOnStart>(Program("services.AddOptions<StripeOptions>().[|ValidateDataAnnotations|]();", reader));

    [Fact]
    public Task Checks_for_developers_are_left_alone() =>
        Check.Rule<OptionsNotValidatedOnStart>(Program("if (builder.Environment.IsDevelopment()) services.AddOptions<StripeOptions>().ValidateDataAnnotations();"));

    [Theory]
    [InlineData("services.[|AddSingleton<IValidateOptions<StripeOptions>, StripeValidator>|]();")]
    [InlineData("services.[|TryAddSingleton<IValidateOptions<StripeOptions>, StripeValidator>|]();")]
    [InlineData("services.[|AddSingleton<IValidateOptions<StripeOptions>>|](new StripeValidator());")]
    [InlineData("services.TryAddEnumerable(ServiceDescriptor.[|Singleton<IValidateOptions<StripeOptions>, StripeValidator>|]());")]
    public Task A_validator_that_runs_when_the_options_are_read_is_reported(string registration) => Check.Rule<OptionsNotValidatedOnStart>(Program(
        "services.Configure<StripeOptions>(builder.Configuration.GetSection(\"Stripe\")); " + registration,
        Validator));

    [Fact]
    public Task A_validator_that_a_generator_writes_is_reported() => Check.Rule<OptionsNotValidatedOnStart>(
        Program("services.AddOptions<StripeOptions>().BindConfiguration(\"Stripe\"); services.[|AddSingleton<IValidateOptions<StripeOptions>, StripeValidator>|]();", "[OptionsValidator] partial class StripeValidator : IValidateOptions<StripeOptions> { }"),
        null,
        "partial class StripeValidator { public Microsoft.Extensions.Options.ValidateOptionsResult Validate(string? name, StripeOptions options) => Microsoft.Extensions.Options.ValidateOptionsResult.Success; }");

    [Theory]
    [InlineData("""services.Configure<StripeOptions>(builder.Configuration.GetSection("Stripe")); services.AddSingleton<IValidateOptions<StripeOptions>, StripeValidator>(); services.AddOptions<StripeOptions>().ValidateOnStart();""")]
    [InlineData("""services.Configure<StripeOptions>("live", builder.Configuration.GetSection("Stripe")); services.AddSingleton<IValidateOptions<StripeOptions>, StripeValidator>();""")]
    [InlineData("""services.Configure<StripeOptions>(options => options.Url = "https://api"); services.AddSingleton<IValidateOptions<StripeOptions>, StripeValidator>();""")]
    [InlineData("""services.Configure<StripeOptions>(builder.Configuration.GetSection("Stripe")); services.BuildServiceProvider().GetServices<IValidateOptions<StripeOptions>>();""")]
    public Task A_validator_of_options_that_are_not_bound_or_validated_on_start_is_left_alone(string statements) => Check.Rule<OptionsNotValidatedOnStart>(Program(
        statements,
        Validator));

    [Fact]
    public Task A_program_without_a_host_is_left_alone() => Check.Rule<OptionsNotValidatedOnStart>($"""
        var services = new ServiceCollection();
        services.AddOptions<StripeOptions>().ValidateDataAnnotations();
        Console.WriteLine(services.BuildServiceProvider());

        {Types}
        """);

    [Fact]
    public Task The_old_web_host_validates_nothing_and_is_left_alone() => Check.Rule<OptionsNotValidatedOnStart>($"""
        #pragma warning disable
        Microsoft.AspNetCore.WebHost.CreateDefaultBuilder(args).ConfigureServices(services => services.AddOptions<StripeOptions>().ValidateDataAnnotations()).Build().Run();

        {Types}
        """);

    private const string InLibrary = """
        namespace Payments
        {
            public class StripeOptions { public string Url { get; set; } = ""; }
            public static class Setup { public static void AddPayments(this IServiceCollection services) => services.AddOptions<StripeOptions>().ValidateDataAnnotations(); }
        }
        """;

    [Fact]
    public Task A_library_is_left_alone_at_small() => Check.Rule<OptionsNotValidatedOnStart>(InLibrary, Library("small"));

    [Fact]
    public Task A_library_is_a_suggestion_at_moderate() =>
        Check.Severity<OptionsNotValidatedOnStart>(DiagnosticSeverity.Info, InLibrary.Replace(".ValidateDataAnnotations(", ".[|ValidateDataAnnotations|]("), Library("moderate"));

    [Fact]
    public Task A_generic_function_of_ours_is_reported() => Check.Rule<OptionsNotValidatedOnStart>(Program(
        "services.AddSettings<StripeOptions>();",
        "static class Setup { public static void AddSettings<T>(this IServiceCollection services) where T : class => services.AddOptions<T>().BindConfiguration(typeof(T).Name).[|ValidateDataAnnotations|](); }"), AtModerate);

    [Fact]
    public Task A_generic_function_where_some_options_are_validated_on_start_is_left_alone() => Check.Rule<OptionsNotValidatedOnStart>(Program(
        "services.AddSettings<StripeOptions>(); services.AddOptions<StripeOptions>().ValidateOnStart();",
        "static class Setup { public static void AddSettings<T>(this IServiceCollection services) where T : class => services.AddOptions<T>().BindConfiguration(typeof(T).Name).ValidateDataAnnotations(); }"), AtModerate);

    [Fact]
    public Task A_test_is_left_alone() => Check.Rule<OptionsNotValidatedOnStart>(Program("services.AddOptions<StripeOptions>().ValidateDataAnnotations();"), Target.Test);

    [Fact]
    public Task A_validator_beside_a_late_check_is_not_reported_twice() => Check.Rule<OptionsNotValidatedOnStart>(Program(
        "services.AddOptions<StripeOptions>().BindConfiguration(\"Stripe\").[|Validate|](options => options.Url != \"\"); services.AddSingleton<IValidateOptions<StripeOptions>, StripeValidator>();", Validator));

    [Fact]
    public Task A_contract_of_the_same_name_is_left_alone() => Check.Rule<OptionsNotValidatedOnStart>(Program(
        "services.Configure<StripeOptions>(builder.Configuration.GetSection(\"Stripe\")); services.AddSingleton<Own.IValidateOptions<StripeOptions>>(_ => null!);",
        "namespace Own { interface IValidateOptions<T> { } }"));

    [Fact]
    public Task A_framework_without_a_validation_at_the_start_is_left_alone() => Check.Rule<OptionsNotValidatedOnStart>("""
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;

        Host.CreateDefaultBuilder();
        new object().AddOptions<string>().Validate(text => text.Length > 0);

        namespace Microsoft.Extensions.Hosting { public static class Host { public static void CreateDefaultBuilder() { } } }
        namespace Microsoft.Extensions.Options { public class OptionsBuilder<T> { public OptionsBuilder<T> Validate(Func<T, bool> check) => this; } }
        namespace Microsoft.Extensions.DependencyInjection
        {
            public static class OptionsServiceCollectionExtensions { public static Microsoft.Extensions.Options.OptionsBuilder<T> AddOptions<T>(this object services) => new(); }
        }
        """, new Target { Properties = { ["UsingMicrosoftNETSdkWeb"] = "true", ["OutputType"] = "Exe" }, References = References.Plain });
}
