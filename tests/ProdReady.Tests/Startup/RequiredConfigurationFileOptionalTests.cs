using Microsoft.CodeAnalysis;
using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class RequiredConfigurationFileOptionalTests
{
    private static string InMain(string code) => $$"""
        var builder = WebApplication.CreateBuilder(args);
        {{code}}
        builder.Build().Run();
        """;

    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Is(string code, Target? project = null) =>
        Check.Rule<RequiredConfigurationFileOptional>(InMain(code), project ?? Target.Web);

    [Theory]
    [InlineData("""builder.Configuration.AddJsonFile("limits.json", [|optional: true|]);""")]
    [InlineData("""builder.Configuration.AddJsonFile("limits.json", [|true|]);""")]
    [InlineData("""builder.Configuration.AddJsonFile("limits.json", [|true|], true);""")]
    [InlineData("""builder.Configuration.AddJsonFile(path: "limits.json", reloadOnChange: true, [|optional: true|]);""")]
    [InlineData("""builder.Configuration.AddXmlFile("/etc/orders/limits.xml", [|optional: true|]);""")]
    [InlineData("""builder.Configuration.AddIniFile(Path.Combine("/etc", "orders", "limits.ini"), [|optional: true|]);""")]
    [InlineData("""builder.Configuration.AddKeyPerFile("/mnt/limits", [|optional: true|]);""")]
    [InlineData("""var path = "limits.json"; builder.Configuration.AddJsonFile(path, [|optional: true|]);""")]
    [InlineData("""var path = Path.Combine(builder.Environment.ContentRootPath, "limits.json"); builder.Configuration.AddJsonFile(path, [|optional: true|]);""")]
    [InlineData("""builder.Configuration.AddJsonFile("prices.json").AddJsonFile("limits.json", [|optional: true|]);""")]
    public async Task An_optional_file_is_reported(string code)
    {
        var found = await Is(code);
        Assert.Contains("where its mount or copy is missing the service starts with defaults, and nothing says so", found.Single().GetMessage(null));
        Assert.Equal(DiagnosticSeverity.Info, found.Single().Severity);
    }

    [Theory]
    [InlineData("""builder.Configuration.AddJsonFile("limits.json");""")]
    [InlineData("""builder.Configuration.AddJsonFile("limits.json", optional: false);""")]
    [InlineData("""builder.Configuration.AddJsonFile("limits.json", optional: args.Length > 0);""")]
    [InlineData("""builder.Configuration.AddJsonFile("appsettings.json", optional: true);""")]
    [InlineData("""builder.Configuration.AddJsonFile("appsettings.Extra.json", optional: true);""")]
    [InlineData("""builder.Configuration.AddJsonFile($"limits.{builder.Environment.EnvironmentName}.json", optional: true);""")]
    [InlineData("""builder.Configuration.AddJsonFile("limits.local.json", optional: true);""")]
    [InlineData("""builder.Configuration.AddJsonFile("limits.overrides.json", optional: true);""")]
    [InlineData("""builder.Configuration.AddJsonFile("limits.Development.json", optional: true);""")]
    [InlineData("""builder.Configuration.AddKeyPerFile("/run/secrets", optional: true);""")]
    [InlineData("""builder.Configuration.AddKeyPerFile(Path.Combine(builder.Environment.ContentRootPath, "Configuration"), optional: true);""")]
    [InlineData("""builder.Configuration.AddJsonFile(args[0], optional: true);""")]
    [InlineData("""builder.Configuration.AddJsonFile("limits.default.json").AddJsonFile("limits.json", optional: true);""")]
    [InlineData("""if (builder.Environment.IsDevelopment()) builder.Configuration.AddJsonFile("limits.json", optional: true);""")]
    public Task A_file_that_has_to_be_there_or_comes_on_top_is_left_alone(string code) => Is(code);

    [Theory]
    [InlineData("limits.json")]
    [InlineData("limits*")]
    [InlineData("prices.json, *.json")]
    public Task A_file_that_the_user_calls_optional_is_left_alone(string names) =>
        Is("""builder.Configuration.AddJsonFile("limits.json", optional: true);""", Target.Web.With(("prodready.PRD104.optional_files", names)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Tools_libraries_and_tests_are_left_alone(bool isLibrary) => Check.Rule<RequiredConfigurationFileOptional>(
        """class Setup { public void Add(IConfigurationBuilder builder) => builder.AddJsonFile("limits.json", optional: true); }""", isLibrary ? Target.Library : Target.Test);

    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Reads(string body, string more = "", Target? project = null) => Check.Rule<RequiredConfigurationFileOptional>($$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(Limits.Load(args));
        builder.Build().Run();

        class Limits
        {
            private const string File2 = "/etc/orders/limits.json";

            public string Text { get; set; } = "";

            public static Limits Load(string[] args)
            {
                {{body}}
            }

            public static Limits Read(string text) => new() { Text = text };
            {{more}}
        }
        """, project ?? Target.Web);

    [Theory]
    [InlineData("""if (!File.Exists(File2)) return [|new Limits()|]; return Read(File.ReadAllText(File2));""")]
    [InlineData("""if (!File.Exists(File2)) { return [|new Limits()|]; } return Read(File.ReadAllText(File2));""")]
    [InlineData("""if (File.Exists(File2)) { var text = File.ReadAllText(File2); return Read(text); } return [|new Limits()|];""")]
    [InlineData("""if (File.Exists(File2)) return Read(File.ReadAllText(File2)); else return [|new Limits()|];""")]
    [InlineData("""return File.Exists(File2) ? Read(File.ReadAllText(File2)) : [|new Limits()|];""")]
    [InlineData("""var path = Path.Combine("/etc", "limits.yaml"); if (!File.Exists(path)) return [|null|]!; using var reader = new StreamReader(path); return Read(reader.ReadToEnd());""")]
    [InlineData("""try { return Read(File.ReadAllText(File2)); } catch (FileNotFoundException) { return [|new Limits()|]; }""")]
    [InlineData("""try { using var file = new StreamReader(File2); return Read(file.ReadToEnd()); } catch (IOException) { return [|default|]!; }""")]
    public async Task A_default_in_the_place_of_a_file_is_reported(string body)
    {
        var found = await Reads(body);
        Assert.Contains("is missing the service goes on with '", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("""if (!File.Exists(File2)) { Console.Error.WriteLine("No limits"); return new Limits(); } return Read(File.ReadAllText(File2));""")]
    [InlineData("""if (!File.Exists(File2)) throw new InvalidOperationException(File2); return Read(File.ReadAllText(File2));""")]
    [InlineData("""if (!File.Exists(File2)) return new Limits { Text = "all" }; return Read(File.ReadAllText(File2));""")]
    [InlineData("""if (!File.Exists(File2)) return new Limits(); return Read("all");""")]
    [InlineData("""if (!File.Exists(args[0])) return new Limits(); return Read(File.ReadAllText(args[0]));""")]
    [InlineData("""if (!File.Exists("cache.json")) return new Limits(); return Read(File.ReadAllText("cache.json"));""")]
    [InlineData("""if (!File.Exists("limits.local.json")) return new Limits(); return Read(File.ReadAllText("limits.local.json"));""")]
    [InlineData("""if (!File.Exists("limits.txt")) return new Limits(); return Read(File.ReadAllText("limits.txt"));""")]
    [InlineData("""if (!File.Exists(File2) && args.Length > 0) return new Limits(); return Read(File.ReadAllText(File2));""")]
    [InlineData("""try { return Read(File.ReadAllText(File2)); } catch (FileNotFoundException e) { Console.Error.WriteLine(e); return new Limits(); }""")]
    [InlineData("""try { return Read(File.ReadAllText(File2)); } catch (FileNotFoundException) when (args.Length > 0) { return new Limits(); }""")]
    [InlineData("""try { return Read(File.ReadAllText(File2)); } catch (FormatException) { return new Limits(); }""")]
    [InlineData("""try { return Read("all"); } catch (FileNotFoundException) { return new Limits(); }""")]
    public Task A_missing_file_of_which_something_is_said_or_nothing_is_known_is_left_alone(string body) => Reads(body);

    [Fact]
    public Task A_file_that_the_service_writes_is_left_alone() =>
        Reads("""if (!File.Exists(File2)) return new Limits(); return Read(File.ReadAllText(File2));""", "public void Save() => File.WriteAllText(File2, Text);");

    [Fact]
    public Task A_file_that_the_user_calls_optional_may_have_a_default() =>
        Reads("""if (!File.Exists(File2)) return new Limits(); return Read(File.ReadAllText(File2));""", project: Target.Web.With(("prodready.PRD104.optional_files", "limits.json")));

    [Fact]
    public Task Code_that_does_not_run_at_start_is_left_alone() => Check.Rule<RequiredConfigurationFileOptional>("""
        WebApplication.Create().Run();

        class Pages
        {
            public string? Help() => File.Exists("help.json") ? File.ReadAllText("help.json") : null;
        }
        """, Target.Web);

    [Fact]
    public Task Development_is_left_alone() =>
        Is("""var text = Read(); string? Read() { if (builder.Environment.IsDevelopment()) { if (!File.Exists("limits.json")) return null; } return File.ReadAllText("limits.json"); }""");
}
