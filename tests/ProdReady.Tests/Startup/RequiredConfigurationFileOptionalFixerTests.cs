using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class RequiredConfigurationFileOptionalFixerTests
{
    private static string InMain(string code) => $"""
        var builder = WebApplication.CreateBuilder(args);
        {code}
        builder.Build().Run();
        """;

    private static string Loading(string body) => $$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(Limits.Load());
        builder.Build().Run();

        class Limits
        {
            public static Limits Load()
            {
                {{body}}
            }

            static Limits Read(string text) => new();
        }
        """;

    [Theory]
    [InlineData("""builder.Configuration.AddJsonFile("limits.json", [|optional: true|], reloadOnChange: true);""", """builder.Configuration.AddJsonFile("limits.json", optional: false, reloadOnChange: true);""")]
    [InlineData("""builder.Configuration.AddJsonFile("limits.json", [|true|] /* mounted */, true);""", """builder.Configuration.AddJsonFile("limits.json", optional: false /* mounted */, true);""")]
    [InlineData("""builder.Configuration.AddKeyPerFile("/mnt/limits", [|true|]);""", """builder.Configuration.AddKeyPerFile("/mnt/limits", optional: false);""")]
    public Task An_optional_file_is_required(string before, string after) =>
        Check.Fix<RequiredConfigurationFileOptional, RequiredConfigurationFileOptionalFixer>(InMain(before), InMain(after), Target.Web);

    [Fact]
    public Task A_default_gets_a_warning() => Check.Fix<RequiredConfigurationFileOptional, RequiredConfigurationFileOptionalFixer>(
        Loading("""
        if (!File.Exists("limits.json")) return [|new Limits()|];
                return Read(File.ReadAllText("limits.json"));
        """),
        Loading("""
        if (!File.Exists("limits.json"))
                {
                    Console.Error.WriteLine(Path.GetFullPath("limits.json") + " does not exist: going on with defaults");
                    return new Limits();
                }
                return Read(File.ReadAllText("limits.json"));
        """),
        Target.Web);

    [Fact]
    public Task A_handler_gets_a_warning() => Check.Fix<RequiredConfigurationFileOptional, RequiredConfigurationFileOptionalFixer>(
        Loading("""
        try
                {
                    return Read(File.ReadAllText("limits.json"));
                }
                catch (FileNotFoundException)
                {
                    return [|new Limits()|]; // none
                }
        """),
        Loading("""
        try
                {
                    return Read(File.ReadAllText("limits.json"));
                }
                catch (FileNotFoundException)
                {
                    Console.Error.WriteLine(Path.GetFullPath("limits.json") + " does not exist: going on with defaults");
                    return new Limits(); // none
                }
        """),
        Target.Web);

    [Fact]
    public Task A_default_becomes_an_exception() => Check.Fix<RequiredConfigurationFileOptional, RequiredConfigurationFileOptionalFixer>(
        Loading("""
        if (!File.Exists("limits.json")) return [|new Limits()|];
                return Read(File.ReadAllText("limits.json"));
        """),
        Loading("""
        if (!File.Exists("limits.json")) throw new FileNotFoundException($"{Path.GetFullPath("limits.json")} does not exist.", "limits.json");
                return Read(File.ReadAllText("limits.json"));
        """),
        Target.Web,
        index: 1);

    [Fact]
    public Task A_choice_becomes_an_exception() => Check.Fix<RequiredConfigurationFileOptional, RequiredConfigurationFileOptionalFixer>(
        Loading("""return File.Exists("limits.json") ? Read(File.ReadAllText("limits.json")) : [|new Limits()|];"""),
        Loading("""return File.Exists("limits.json") ? Read(File.ReadAllText("limits.json")) : throw new FileNotFoundException($"{Path.GetFullPath("limits.json")} does not exist.", "limits.json");"""),
        Target.Web);

    [Fact]
    public Task A_handler_throws_on() => Check.Fix<RequiredConfigurationFileOptional, RequiredConfigurationFileOptionalFixer>(
        Loading("""try { return Read(File.ReadAllText("limits.json")); } catch (FileNotFoundException) { return [|new Limits()|]; }"""),
        Loading("""try { return Read(File.ReadAllText("limits.json")); } catch (FileNotFoundException) { throw; }"""),
        Target.Web,
        index: 1);

    [Fact]
    public Task A_logger_in_scope_takes_the_warning() => Check.Fix<RequiredConfigurationFileOptional, RequiredConfigurationFileOptionalFixer>(
        """
        WebApplication.Create().Run();

        class Limits
        {
            private readonly ILogger<Limits> _logger;

            public Limits(ILogger<Limits> logger, IConfiguration configuration)
            {
                _logger = logger;
                Text = Load(configuration);
            }

            public string? Text { get; }

            private string? Load(IConfiguration configuration)
            {
                const string path = "/etc/orders/limits.json";
                if (!File.Exists(path))
                    return [|null|];
                return File.ReadAllText(path);
            }
        }
        """,
        """
        WebApplication.Create().Run();

        class Limits
        {
            private readonly ILogger<Limits> _logger;

            public Limits(ILogger<Limits> logger, IConfiguration configuration)
            {
                _logger = logger;
                Text = Load(configuration);
            }

            public string? Text { get; }

            private string? Load(IConfiguration configuration)
            {
                const string path = "/etc/orders/limits.json";
                if (!File.Exists(path))
                {
                    _logger.LogWarning("{Path} does not exist: going on with defaults", Path.GetFullPath(path));
                    return null;
                }
                return File.ReadAllText(path);
            }
        }
        """,
        Target.Web);
}
