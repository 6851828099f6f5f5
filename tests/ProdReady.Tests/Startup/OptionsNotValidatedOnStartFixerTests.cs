using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class OptionsNotValidatedOnStartFixerTests
{
    private const string Marked = "class StripeOptions { [Required] public string Url { get; set; } = null!; [Range(1, 5)] public int Retries { get; set; } }";

    private const string Reader = "class Payer { public Payer(IOptions<StripeOptions> options) => Target = new Uri(options.Value.Url); public Uri Target { get; } }";

    private const string Found = "services.[|Configure<StripeOptions>|](builder.Configuration.GetSection(\"Stripe\"));";

    private const string Stripe = "class StripeOptions { public string Url { get; set; } = \"\"; }";

    private static string Program(string statements, params string[] types) => $"""
        using System.ComponentModel.DataAnnotations;
        using Microsoft.Extensions.DependencyInjection.Extensions;
        using Microsoft.Extensions.Options;

        var builder = WebApplication.CreateBuilder(args);
        var services = builder.Services;
        {statements}
        builder.Build().Run();

        {string.Join("\n", types)}
        """;

    [Theory]
    [InlineData("""services.AddOptions<StripeOptions>().BindConfiguration("Stripe").[|ValidateDataAnnotations|]();""", """services.AddOptions<StripeOptions>().BindConfiguration("Stripe").ValidateDataAnnotations().ValidateOnStart();""")]
    [InlineData("""services.AddOptions<StripeOptions>().[|ValidateDataAnnotations|]().Validate(options => options.Url != "").Services.AddHttpClient();""", """services.AddOptions<StripeOptions>().ValidateDataAnnotations().Validate(options => options.Url != "").ValidateOnStart().Services.AddHttpClient();""")]
    [InlineData("""var stripe = services.AddOptions<StripeOptions>(); stripe.[|ValidateDataAnnotations|](); // by attributes""", """var stripe = services.AddOptions<StripeOptions>(); stripe.ValidateDataAnnotations().ValidateOnStart(); // by attributes""")]
    [InlineData(
        "services.AddOptions<StripeOptions>()\n    .BindConfiguration(\"Stripe\")\n    .[|ValidateDataAnnotations|](); // by attributes",
        "services.AddOptions<StripeOptions>()\n    .BindConfiguration(\"Stripe\")\n    .ValidateDataAnnotations()\n    .ValidateOnStart(); // by attributes")]
    public Task A_late_check_becomes_one_at_the_start(string before, string after) =>
        Check.Fix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(Program(before, Stripe), Program(after, Stripe));

    private const string Validator = "class StripeValidator : IValidateOptions<StripeOptions> { public ValidateOptionsResult Validate(string? name, StripeOptions options) => ValidateOptionsResult.Success; }";

    private const string Bound = "services.Configure<StripeOptions>(builder.Configuration.GetSection(\"Stripe\"));\n";

    [Theory]
    [InlineData("services.[|AddSingleton<IValidateOptions<StripeOptions>, StripeValidator>|](); // by hand", "services.AddSingleton<IValidateOptions<StripeOptions>, StripeValidator>();\nservices.AddOptions<StripeOptions>().ValidateOnStart(); // by hand")]
    [InlineData("builder.Services.TryAddEnumerable(ServiceDescriptor.[|Singleton<IValidateOptions<StripeOptions>, StripeValidator>|]());", "builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StripeOptions>, StripeValidator>());\nbuilder.Services.AddOptions<StripeOptions>().ValidateOnStart();")]
    public Task A_validator_is_joined_by_a_start(string before, string after) =>
        Check.Fix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(Program(Bound + before, Stripe, Validator), Program(Bound + after, Stripe, Validator));

    [Fact]
    public Task A_validator_inside_a_chain_has_no_fix() => Check.NoFix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(
        Program(Bound + "services.AddHttpClient().[|AddSingleton<IValidateOptions<StripeOptions>, StripeValidator>|]();", Stripe, Validator));

    [Theory]
    [InlineData(Found, """
        services.AddOptions<StripeOptions>()
            .Bind(builder.Configuration.GetSection("Stripe"))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        """)]
    [InlineData("services.[|Configure<StripeOptions>|](\"live\", builder.Configuration.GetSection(\"Stripe\")); // payments", """
        services.AddOptions<StripeOptions>("live")
            .Bind(builder.Configuration.GetSection("Stripe"))
            .ValidateDataAnnotations()
            .ValidateOnStart(); // payments
        """)]
    [InlineData("services.[|Configure<StripeOptions>|](builder.Configuration.GetSection(\"Stripe\")).AddHttpClient();", "services.AddOptions<StripeOptions>().Bind(builder.Configuration.GetSection(\"Stripe\")).ValidateDataAnnotations().ValidateOnStart().Services.AddHttpClient();")]
    [InlineData("builder.Host.ConfigureServices((context, added) => added.[|Configure<StripeOptions>|](context.Configuration.GetSection(\"Stripe\")));", "builder.Host.ConfigureServices((context, added) => added.AddOptions<StripeOptions>().Bind(context.Configuration.GetSection(\"Stripe\")).ValidateDataAnnotations().ValidateOnStart());")]
    [InlineData("services.AddOptions<StripeOptions>().[|BindConfiguration|](\"Stripe\");", "services.AddOptions<StripeOptions>().BindConfiguration(\"Stripe\").ValidateDataAnnotations().ValidateOnStart();")]
    [InlineData("services.AddOptions<StripeOptions>().[|BindConfiguration|](\"Stripe\").ValidateOnStart();", "services.AddOptions<StripeOptions>().BindConfiguration(\"Stripe\").ValidateOnStart().ValidateDataAnnotations();")]
    [InlineData("services.AddHttpClient()\n    .[|Configure<StripeOptions>|](builder.Configuration.GetSection(\"Stripe\"));", "services.AddHttpClient()\n    .AddOptions<StripeOptions>()\n    .Bind(builder.Configuration.GetSection(\"Stripe\"))\n    .ValidateDataAnnotations()\n    .ValidateOnStart();")]
    public Task Attributes_are_looked_at_when_the_host_starts(string before, string after) =>
        Check.Fix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(Program(before, Marked), Program(after, Marked));

    [Fact]
    public Task A_member_becomes_required() => Check.Fix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(
        Program(Found, """
        class StripeOptions
        {
            /// <summary>Where it is.</summary>
            public string Url { get; set; } = null!;
        }
        """, Reader),
        Program("""
        services.AddOptions<StripeOptions>()
            .Bind(builder.Configuration.GetSection("Stripe"))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        """, """
        class StripeOptions
        {
            /// <summary>Where it is.</summary>
            [Required(ErrorMessage = "Stripe:Url is not configured; set it, in the environment as Stripe__Url")]
            public string Url { get; set; } = null!;
        }
        """, Reader));

    [Fact]
    public Task A_member_that_is_declared_elsewhere_is_checked_where_it_is_bound() => Check.Fix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(
        Program(Found, "class StripeOptions { public string Url { get; set; } = null!; public Uri Proxy { get; set; } = null!; }", Reader, "class Proxied { public string Host(StripeOptions options) => options.Proxy.Host; }"),
        Program("""
        services.AddOptions<StripeOptions>()
            .Bind(builder.Configuration.GetSection("Stripe"))
            .Validate(options => !string.IsNullOrEmpty(options.Url), "Stripe:Url is not configured; set it, in the environment as Stripe__Url")
            .Validate(options => options.Proxy is not null, "Stripe:Proxy is not configured; set it, in the environment as Stripe__Proxy")
            .ValidateOnStart();
        """, "class StripeOptions { public string Url { get; set; } = null!; public Uri Proxy { get; set; } = null!; }", Reader, "class Proxied { public string Host(StripeOptions options) => options.Proxy.Host; }"),
        index: 1);

    private const string Required = """
        class StripeOptions
        {
            [Required]
            public string Url { get; set; } = null!;
        }
        """;

    private static readonly string Plain = Required.Replace("    [Required]\n", "");

    private static string Advised(string key, string variable) =>
        Required.Replace("[Required]", $"[Required(ErrorMessage = \"{key} is not configured; set it, in the environment as {variable}\")]");

    [Theory]
    [InlineData("builder.Configuration", "Url", "Url")]
    [InlineData("builder.Configuration.GetRequiredSection(\"Stripe\")", "Stripe:Url", "Stripe__Url")]
    [InlineData("builder.Configuration.GetSection(\"Payment\").GetSection(\"Stripe\")", "Payment:Stripe:Url", "Payment__Stripe__Url")]
    [InlineData("builder.Configuration.GetSection(\"Payment:Stripe\")", "Payment:Stripe:Url", "Payment__Stripe__Url")]
    public Task The_message_names_the_key(string section, string key, string variable) => Check.Fix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(
        Program($"services.[|Configure<StripeOptions>|]({section});", Plain, Reader),
        Program($"services.AddOptions<StripeOptions>()\n    .Bind({section})\n    .ValidateDataAnnotations()\n    .ValidateOnStart();", Advised(key, variable), Reader));

    [Fact]
    public Task The_message_names_the_key_of_a_bound_path() => Check.Fix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(
        Program("services.AddOptions<StripeOptions>().[|BindConfiguration|](\"Stripe\");", Plain, Reader),
        Program("services.AddOptions<StripeOptions>().BindConfiguration(\"Stripe\").ValidateDataAnnotations().ValidateOnStart();", Advised("Stripe:Url", "Stripe__Url"), Reader));

    [Fact]
    public Task A_section_that_is_not_written_there_is_not_named() => Check.Fix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(
        Program("builder.Services.AddPayments(builder.Configuration.GetSection(args[0]));", "static class Setup { public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration section) => services.[|Configure<StripeOptions>|](section); }", Plain, Reader),
        Program("builder.Services.AddPayments(builder.Configuration.GetSection(args[0]));", "static class Setup { public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration section) => services.AddOptions<StripeOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart().Services; }", Required, Reader));

    [Theory]
    [InlineData("var section = builder.Configuration.GetSection(\"Stripe\"); ", true)]
    [InlineData("var section = builder.Configuration.GetSection(\"Stripe\"); section = builder.Configuration.GetSection(args[0]); ", false)]
    public Task A_variable_is_named_by_what_it_begins_with_and_keeps(string declaration, bool isNamed) => Check.Fix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(
        Program(declaration + "services.[|Configure<StripeOptions>|](section);", Plain, Reader),
        Program(declaration + "services.AddOptions<StripeOptions>()\n    .Bind(section)\n    .ValidateDataAnnotations()\n    .ValidateOnStart();", isNamed ? Advised("Stripe:Url", "Stripe__Url") : Required, Reader));

    private static readonly Target WithoutAnnotations = new()
    {
        References = [.. References.All.Where(reference => Path.GetFileName(reference.Display) != "Microsoft.Extensions.Options.DataAnnotations.dll")],
    };

    [Fact]
    public Task Attributes_are_not_looked_at_where_the_package_for_it_is_missing() =>
        Check.NoFix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(Program(Found, Marked), WithoutAnnotations);

    [Fact]
    public Task Members_are_checked_where_that_package_is_missing() => Check.Fix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(
        Program(Found, Plain, Reader),
        Program("""
        services.AddOptions<StripeOptions>()
            .Bind(builder.Configuration.GetSection("Stripe"))
            .Validate(options => !string.IsNullOrEmpty(options.Url), "Stripe:Url is not configured; set it, in the environment as Stripe__Url")
            .ValidateOnStart();
        """, Plain, Reader),
        WithoutAnnotations);

    [Fact]
    public Task A_section_that_is_given_by_name_has_no_fix() => Check.NoFix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(
        Program("services.[|Configure<StripeOptions>|](config: builder.Configuration.GetSection(\"Stripe\"));", Marked));

    [Fact]
    public Task Tabs_stay_tabs() => Check.Fix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(
        Program("if (args.Length > 0)\n{\n\t" + Found + "\n}", Marked),
        Program("if (args.Length > 0)\n{\n\tservices.AddOptions<StripeOptions>()\n\t\t.Bind(builder.Configuration.GetSection(\"Stripe\"))\n\t\t.ValidateDataAnnotations()\n\t\t.ValidateOnStart();\n}", Marked));

    [Fact]
    public Task A_lambda_does_not_hide_a_name() => Check.Fix<OptionsNotValidatedOnStart, OptionsNotValidatedOnStartFixer>(
        Program("var options = args; " + Found, Plain, Reader),
        Program("var options = args; services.AddOptions<StripeOptions>()\n    .Bind(builder.Configuration.GetSection(\"Stripe\"))\n    .Validate(bound => !string.IsNullOrEmpty(bound.Url), \"Stripe:Url is not configured; set it, in the environment as Stripe__Url\")\n    .ValidateOnStart();", Plain, Reader),
        index: 1);
}
