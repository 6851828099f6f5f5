namespace ProdReady.PackageTests.Consumers;

/// <summary>Severities are set as for any analyzer.</summary>
[Collection(InWorkshop.Name)]
public class SeverityTests(Workshop workshop)
{
    internal static readonly Consumer SeverityPerRule = Consumer.Web() with
    {
        EditorConfig = """
            [*.cs]
            dotnet_diagnostic.PRD101.severity = suggestion
            dotnet_diagnostic.PRD301.severity = error
            dotnet_diagnostic.PRD401.severity = none
            """,
        Builds = false,
    };

    internal static readonly Consumer SeverityPerCategory = Consumer.Web() with
    {
        EditorConfig = """
            [*.cs]
            dotnet_analyzer_diagnostic.category-ProdReady.Startup.severity = suggestion
            dotnet_analyzer_diagnostic.category-ProdReady.Failures.severity = error
            dotnet_analyzer_diagnostic.category-ProdReady.Hangs.severity = none
            """,
        Builds = false,
    };

    internal static readonly Consumer SeverityPerFolder = Consumer.Console() with
    {
        Code = [Defects.ConsoleProgram, Defects.Orders with { Path = "Reports/Orders.cs" }, Defects.Import],
        EditorConfig = """
            [Reports/**.cs]
            dotnet_diagnostic.PRD301.severity = none
            """,
    };

    [Fact]
    public async Task A_rule_is_raised_lowered_and_turned_off_by_its_id() =>
        Assert.Equal("PRD101 note, PRD202 warning, PRD301 error, PRD501 warning", (await workshop.Build(SeverityPerRule)).Ours);

    [Fact]
    public async Task A_concern_is_raised_lowered_and_turned_off_by_its_category() =>
        Assert.Equal("PRD101 note, PRD202 warning, PRD301 error, PRD501 warning", (await workshop.Build(SeverityPerCategory)).Ours);

    [Fact]
    public async Task A_rule_is_turned_off_in_one_folder() =>
        Assert.Equal("PRD401 warning", (await workshop.Build(SeverityPerFolder)).Ours);
}
