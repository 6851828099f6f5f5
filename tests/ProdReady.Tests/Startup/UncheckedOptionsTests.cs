using Microsoft.CodeAnalysis;
using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

/// <summary>PRD102 on options that are bound to configuration and that nothing checks.</summary>
public class UncheckedOptionsTests
{
    private const string Marked = "class StripeOptions { [Required] public string Url { get; set; } = null!; [Range(1, 5)] public int Retries { get; set; } }";

    private const string Needed = "class StripeOptions { public string Url { get; set; } = null!; public string? Note { get; set; } public int Retries { get; set; } = 3; }";

    private const string Reader = "class Payer { public Payer(IOptions<StripeOptions> options) => Target = new Uri(options.Value.Url); public Uri Target { get; } }";

    private const string Bare = "services.Configure<StripeOptions>(builder.Configuration.GetSection(\"Stripe\"));";

    private const string Found = "services.[|Configure<StripeOptions>|](builder.Configuration.GetSection(\"Stripe\"));";

    private static string Program(string statements, params string[] types) => $"""
        using System.ComponentModel.DataAnnotations;
        using Microsoft.Extensions.Options;

        var builder = WebApplication.CreateBuilder(args);
        var services = builder.Services;
        {statements}
        builder.Build().Run();

        {string.Join("\n", types)}
        """;

    private static Target Web(string scale) => new() { Properties = { ["UsingMicrosoftNETSdkWeb"] = "true", ["OutputType"] = "Exe", ["TargetFramework"] = "net10.0", ["ProdReadyScale"] = scale } };

    [Theory]
    [InlineData(Found)]
    [InlineData("services.[|Configure<StripeOptions>|](\"live\", builder.Configuration.GetSection(\"Stripe\"));")]
    [InlineData("services.AddOptions<StripeOptions>().[|Bind|](builder.Configuration.GetSection(\"Stripe\"));")]
    [InlineData("services.AddOptions<StripeOptions>().[|BindConfiguration|](\"Stripe\").ValidateOnStart();")]
    [InlineData("if (args.Length > 0) services.[|Configure<StripeOptions>|](builder.Configuration.GetSection(\"Stripe\"));")]
    public async Task Attributes_that_nobody_looks_at_are_reported(string statements)
    {
        var found = await Check.Rule<OptionsNotValidatedOnStart>(Program(statements, Marked));
        Assert.Contains("Nothing looks at '[Required]' of 'StripeOptions.Url'", found.Single().GetMessage(null));
        Assert.Equal(DiagnosticSeverity.Warning, found.Single().Severity);
    }

    [Fact]
    public Task An_attribute_of_a_base_or_of_ones_own_is_reported() => Check.Rule<OptionsNotValidatedOnStart>(Program(
        Found,
        "class Even : ValidationAttribute { } class Retrying { [Even] public int Retries { get; set; } } class StripeOptions : Retrying { }"));

    [Theory]
    [InlineData("class StripeOptions { public int Retries { get; set; } = 3; public string? Url { get; set; } }")]
    [InlineData("class StripeOptions { [DataType(DataType.Password)] public string? Secret { get; set; } [Display(Name = \"Url\")] public string? Url { get; set; } }")]
    [InlineData("class StripeOptions { [Required] internal string Url { get; set; } = \"\"; [Required] public string Path { get; } = \"\"; [Required] public static string Shared { get; set; } = \"\"; }")]
    public Task Options_with_nothing_to_require_are_left_alone(string type) => Check.Rule<OptionsNotValidatedOnStart>(Program(Bare, type));

    [Theory]
    [InlineData("services.AddOptions<StripeOptions>().ValidateDataAnnotations().ValidateOnStart();", "")]
    [InlineData("services.AddOptions<StripeOptions>().Validate(options => options.Url != null).ValidateOnStart();", "")]
    [InlineData("", "class StripeValidator : IValidateOptions<StripeOptions> { public ValidateOptionsResult Validate(string? name, StripeOptions options) => ValidateOptionsResult.Success; }")]
    [InlineData("", "class AnyValidator<T> : IValidateOptions<T> where T : class { public ValidateOptionsResult Validate(string? name, T options) => ValidateOptionsResult.Success; }")]
    [InlineData("services.AddOptions<StripeOptions>().Checked();", "static class Checks { public static void Checked<T>(this OptionsBuilder<T> builder) where T : class => builder.ValidateDataAnnotations(); }")]
    public Task Options_that_are_validated_are_left_alone(string statements, string type)
    {
        // Where the check runs too late, that is reported, and not here.
        var source = Program(Bare + " " + statements, Marked, type);
        return Check.Rule<OptionsNotValidatedOnStart>(source.Replace("builder.ValidateDataAnnotations()", "builder.ValidateDataAnnotations().ValidateOnStart()"));
    }

    [Fact]
    public Task Options_that_a_helper_of_others_validates_are_left_alone() => Check.Rule<OptionsNotValidatedOnStart>(
        Program(Bare + " services.ValidateEagerly<StripeOptions>(); services.AddOptions<Other>();", Marked, "class Other { }"),
        new Target { LibrarySource = "public static class Checks { public static void ValidateEagerly<T>(this IServiceCollection services) { } }" });

    [Fact]
    public Task Attributes_that_are_looked_at_by_hand_are_left_alone() => Check.Rule<OptionsNotValidatedOnStart>(Program(
        Bare, Marked, "static class Checks { public static void Look(object value) => Validator.ValidateObject(value, new ValidationContext(value), true); }"));

    [Fact]
    public Task Options_of_another_project_are_left_alone() => Check.Rule<OptionsNotValidatedOnStart>(
        Program(Bare),
        new Target { LibrarySource = "public class StripeOptions { [System.ComponentModel.DataAnnotations.Required] public string Url { get; set; } = null!; }" });

    [Theory]
    [InlineData("foreach (var tenant in args) services.Configure<StripeOptions>(tenant, builder.Configuration.GetSection(tenant));")]
    [InlineData("if (builder.Environment.IsDevelopment()) services.Configure<StripeOptions>(builder.Configuration.GetSection(\"Stripe\"));")]
    [InlineData("services.Configure<StripeOptions>(options => options.Url = \"https://api\");")]
    public Task Names_made_at_run_time_development_and_code_are_left_alone(string statements) => Check.Rule<OptionsNotValidatedOnStart>(Program(statements, Marked));

    [Fact]
    public Task A_program_without_a_host_is_left_alone() => Check.Rule<OptionsNotValidatedOnStart>($$"""
        using System.ComponentModel.DataAnnotations;

        var services = new ServiceCollection();
        services.Configure<StripeOptions>(new ConfigurationBuilder().Build().GetSection("Stripe"));

        {{Marked}}
        """);

    [Theory]
    [InlineData("class StripeOptions { public string Url { get; set; } = null!; }")]
    [InlineData("class StripeOptions { public string Url { get; set; } = default!; }")]
    [InlineData("class StripeOptions { public required string Url { get; set; } }")]
    [InlineData("""
        #pragma warning disable CS8618
        class StripeOptions { public string Url { get; set; } }
        """)]
    public async Task Members_that_code_takes_to_be_there_are_suggested(string type)
    {
        var found = await Check.Rule<OptionsNotValidatedOnStart>(Program(Found, type, Reader));
        Assert.Contains("Nothing checks that 'StripeOptions.Url' is configured", found.Single().GetMessage(null));
        Assert.Equal(DiagnosticSeverity.Info, found.Single().Severity);
    }

    [Theory]
    [InlineData("moderate", DiagnosticSeverity.Info)]
    [InlineData("insane", DiagnosticSeverity.Warning)]
    public Task How_much_an_unchecked_member_weighs_depends_on_the_scale(string scale, DiagnosticSeverity severity) =>
        Check.Severity<OptionsNotValidatedOnStart>(severity, Program(Found, Needed, Reader), Web(scale));

    [Theory]
    [InlineData("class StripeOptions { public string Url { get; set; } = \"\"; }")]
    [InlineData("class StripeOptions { public string Url { get; set; } = \"https://api.stripe.com\"; }")]
    [InlineData("class StripeOptions { public StripeOptions() => Url = \"https://api.stripe.com\"; public string Url { get; set; } }")]
    [InlineData("class StripeOptions { private string _url = \"\"; public string Url { get => _url; set => _url = value; } }")]
    [InlineData("""
        #nullable disable
        class StripeOptions { public StripeOptions() { } public string Url { get; set; } }
        """)]
    public Task Members_with_a_value_of_their_own_are_left_alone(string type) => Check.Rule<OptionsNotValidatedOnStart>(Program(Bare, type, Reader));

    private const string Oblivious = """
        #nullable disable
        class StripeOptions { public string Url { get; set; } public bool On { get; set; } }
        """;

    [Theory]
    [InlineData("new Uri(options.Url).ToString();")]
    [InlineData("options.Url.Trim('/').ToString();")]
    [InlineData("foreach (var letter in options.Url) Console.WriteLine(letter);")]
    [InlineData("Func<Uri> later = () => new Uri(options.Url);")]
    [InlineData("if (options.Url.Length > 1) Console.WriteLine();")]
    public Task Members_whose_value_is_used_on_the_spot_are_suggested_without_annotations(string use) =>
        Check.Rule<OptionsNotValidatedOnStart>(Program(Found, Oblivious, "class Payer { public void Pay(StripeOptions options) { " + use + " } }"));

    [Theory]
    [InlineData("Console.WriteLine(options.Url);")]
    [InlineData("if (options.On) options.Url.Trim('/').ToString();")]
    [InlineData("if (!options.On) return; options.Url.Trim('/').ToString();")]
    [InlineData("Console.WriteLine(options.On && options.Url.Length > 1);")]
    [InlineData("while (options.On) Console.WriteLine(options.Url.Length);")]
    [InlineData("Console.WriteLine(options.On ? options.Url.Length : 0);")]
    [InlineData("Console.WriteLine(options.On switch { true => options.Url.Length, _ => 0 });")]
    [InlineData("new Uri(options.Url).ToString(); if (options.Url == null) return;")]
    public Task Members_that_may_be_null_are_left_alone_without_annotations(string use) =>
        Check.Rule<OptionsNotValidatedOnStart>(Program(Bare, Oblivious, "class Payer { public void Pay(StripeOptions options) { " + use + " } }"));

    [Theory]
    [InlineData("class Other { }")]
    [InlineData("class Payer { public Payer(IOptions<StripeOptions> options) => Target = new Uri(options.Value.Url ?? throw new InvalidOperationException()); public Uri Target { get; } }")]
    [InlineData("class Payer { public bool Pays(StripeOptions options) => !string.IsNullOrEmpty(options.Url) && options.Url.Length > 1; }")]
    [InlineData("class Payer { public bool Pays(StripeOptions options) => options.Url is not null && options.Url.Length > 1; }")]
    [InlineData("class Payer { public bool Pays(StripeOptions options) => options is { Url: { Length: > 1 } } && options.Url.Length > 1; }")]
    [InlineData("class Payer { public bool Pays(StripeOptions options) => options.Url != null && options.Url.Length > 1; }")]
    [InlineData("class Payer { public int Pays(StripeOptions options) => options.Url?.Length ?? options.Url.Length; }")]
    [InlineData("class Payer { public int Pays(StripeOptions options) { ArgumentNullException.ThrowIfNull(options.Url); return options.Url.Length; } }")]
    [InlineData("class Payer { public int Pays(StripeOptions options) { options.Url = \"x\"; return options.Url.Length; } }")]
    public Task Members_that_nobody_reads_or_somebody_tests_are_left_alone(string reader) => Check.Rule<OptionsNotValidatedOnStart>(Program(Bare, Needed, reader));

    [Fact]
    public Task An_object_made_by_hand_says_nothing_of_the_bound_one() =>
        Check.Rule<OptionsNotValidatedOnStart>(Program(Found, Needed, Reader, "class Sample { public StripeOptions Options { get; } = new() { Url = \"https://api\" }; }"));

    [Theory]
    [InlineData("services.PostConfigure<StripeOptions>(_ => { });", "")]
    [InlineData("services.AddOptions<StripeOptions>().PostConfigure(_ => { });", "")]
    [InlineData("", "class Setup : IConfigureOptions<StripeOptions> { public void Configure(StripeOptions options) { } }")]
    [InlineData("", "class Setup<T> : IPostConfigureOptions<T> where T : class { public void PostConfigure(string? name, T options) { } }")]
    public Task Options_that_code_completes_are_left_alone(string statements, string type) => Check.Rule<OptionsNotValidatedOnStart>(Program(Bare + " " + statements, Needed, Reader, type));

    [Fact]
    public Task Members_of_options_that_are_bound_at_times_are_left_alone() =>
        Check.Rule<OptionsNotValidatedOnStart>(Program("if (builder.Configuration.GetSection(\"Stripe\").Exists()) " + Bare, Needed, Reader));

    private static string InLibrary(string access, string bind) => $$"""
        using Microsoft.Extensions.Options;

        public static class Setup { public static void AddPayments(this IServiceCollection services, IConfiguration configuration) => services.{{bind}}(configuration.GetSection("Stripe")); }

        {{access}} class StripeOptions { public string Url { get; set; } = null!; }

        class Payer { public Payer(IOptions<StripeOptions> options) => Target = new Uri(options.Value.Url); public Uri Target { get; } }
        """;

    [Fact]
    public Task A_library_whose_options_are_its_own_is_reported() => Check.Rule<OptionsNotValidatedOnStart>(InLibrary("internal", "[|Configure<StripeOptions>|]"), Target.Library);

    [Fact]
    public Task A_library_whose_options_are_for_others_is_left_alone() => Check.Rule<OptionsNotValidatedOnStart>(InLibrary("public", "Configure<StripeOptions>"), Target.Library);

    [Fact]
    public Task An_attribute_in_a_library_is_a_suggestion() => Check.Severity<OptionsNotValidatedOnStart>(
        DiagnosticSeverity.Info, InLibrary("public", "[|Configure<StripeOptions>|]").Replace("public string Url", "[System.ComponentModel.DataAnnotations.Required] public string Url"), Target.Library);
}
