namespace ProdReady.PackageTests.Consumers;

/// <summary>The build hands the settings files of a project to the analyzers, whatever kind of project it is.</summary>
[Collection(InWorkshop.Name)]
public class SettingsFileTests(Workshop workshop)
{
    private static readonly Source Program = new("Program.cs", """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton(new Uri(builder.Configuration["Orders:Url"]!));
        var app = builder.Build();
        app.MapHealthChecks("/healthz");
        app.Run();
        """);

    private static readonly Source WithKey = new("appsettings.json", """
        {
          // Where the orders are.
          "orders": { "url": "https://orders.contoso.com", },
        }
        """);

    private static readonly Source WithoutKey = new("appsettings.json", """{ "Orders": { "Url": "" } }""");

    internal static readonly Consumer SettingThere = Consumer.Web() with { Code = [Program, WithKey] };

    internal static readonly Consumer SettingMissing = Consumer.Web() with { Code = [Program, WithoutKey] };

    internal static readonly Consumer SettingOnlyForDevelopers = Consumer.Web() with { Code = [Program, WithKey with { Path = "appsettings.Development.json" }] };

    /// <summary>A project that lists its settings itself, with what a build of long ago has left behind.</summary>
    internal static readonly Consumer SettingsListedByTheProject = Consumer.Web() with
    {
        Code = [Program, WithKey, new("bin/Release/appsettings.json", "{ not JSON")],
        Items = """<AdditionalFiles Include="**/appsettings*.json" />""",
    };

    internal static readonly Consumer SettingThereInPlainProject = Consumer.Console() with
    {
        Code = [Program, WithKey],
        Properties = "<OutputType>Exe</OutputType>",
        Items = """
            <FrameworkReference Include="Microsoft.AspNetCore.App" />
            <Using Include="Microsoft.AspNetCore.Builder" />
            <Using Include="Microsoft.Extensions.DependencyInjection" />
            """,
    };

    internal static readonly Consumer SettingsMalformed = Consumer.Web() with { Code = [Program, new("appsettings.json", "{\n  \"Orders\": { \"Url\": \"https://orders.contoso.com\" }\n  \"Logging\": { }\n}\n")] };

    [Fact]
    public async Task A_setting_in_the_file_is_left_alone() => Assert.Equal("", (await workshop.Build(SettingThere)).Ours);

    [Fact]
    public async Task A_setting_that_the_file_lacks_is_reported()
    {
        var report = Assert.Single((await workshop.Build(SettingMissing)).Findings, finding => finding.IsOurs);
        Assert.Equal(("PRD103", "note", 3), (report.Id, report.Level, report.Line));
        Assert.Contains("Orders__Url sets it", report.Message);
    }

    [Fact]
    public async Task A_file_for_developers_does_not_count() => Assert.Equal("PRD103 note", (await workshop.Build(SettingOnlyForDevelopers)).Ours);

    [Fact]
    public async Task A_project_may_list_its_settings_itself() => Assert.Equal("", (await workshop.Build(SettingsListedByTheProject)).Ours);

    [Fact]
    public async Task A_plain_project_has_settings_too() => Assert.Equal("", (await workshop.Build(SettingThereInPlainProject)).Ours);

    [Fact]
    public async Task A_file_that_the_host_cannot_read_is_reported_on_its_line()
    {
        var report = Assert.Single((await workshop.Build(SettingsMalformed)).Findings, finding => finding.IsOurs);
        Assert.Equal(("PRD002", "warning", 3), (report.Id, report.Level, report.Line));
        Assert.EndsWith($"/{nameof(SettingsMalformed)}/appsettings.json", report.File);
        Assert.Contains("a comma or '}' is missing", report.Message);
    }
}
