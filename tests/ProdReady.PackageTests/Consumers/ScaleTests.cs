namespace ProdReady.PackageTests.Consumers;

[Collection(InWorkshop.Name)]
public class ScaleTests(Workshop workshop)
{
    private const string AllFive = "PRD101 warning, PRD202 warning, PRD301 warning, PRD401 warning, PRD501 warning";

    internal static readonly Consumer Subminiature = Scaled("subminiature");
    internal static readonly Consumer Small = Scaled("small");
    internal static readonly Consumer Moderate = Scaled("Moderate");
    internal static readonly Consumer Insane = Scaled("insane");
    internal static readonly Consumer ScaleOfBuildFolder = Scaled("subminiature") with { Items = $"""<PackageReference Update="{Package.Id}" IncludeAssets="build;analyzers" />""" };

    internal static readonly Consumer OwnSeverityPerRule = Scaled("subminiature") with
    {
        EditorConfig = """
            [*.cs]
            dotnet_diagnostic.PRD301.severity = none
            dotnet_diagnostic.PRD202.severity = warning
            """,
    };

    internal static readonly Consumer OwnSeverityPerCategory = Scaled("insane") with
    {
        EditorConfig = """
            [*.cs]
            dotnet_analyzer_diagnostic.category-ProdReady.Failures.severity = none
            """,
    };

    internal static readonly Consumer ReasonGiven = Consumer.Console() with
    {
        Properties = "<OutputType>Exe</OutputType> <ProdReadyScale>moderate</ProdReadyScale>",
        Code =
        [
            Defects.ConsoleProgram,
            Defects.Orders with { Text = Defects.Orders.Text.Replace("// PRD301", "// the file is only a copy") },
            Defects.Import,
        ],
    };

    [Fact]
    public async Task At_subminiature_nobody_asks_for_health_and_a_slow_stop_is_a_suggestion() =>
        Assert.Equal("PRD101 warning, PRD202 note, PRD301 warning, PRD401 warning", (await workshop.Build(Subminiature)).Ours);

    [Fact]
    public async Task Small_is_what_the_rules_do_by_themselves() => Assert.Equal(AllFive, (await workshop.Build(Small)).Ours);

    [Fact]
    public async Task Moderate_is_understood_in_any_case_of_letters_and_asks_for_telemetry() => Assert.Equal(AllFive + ", PRD804 note", (await workshop.Build(Moderate)).Ours);

    [Fact]
    public async Task All_five_are_found_at_insane_and_telemetry_is_missed() => Assert.Equal(AllFive + ", PRD804 warning", (await workshop.Build(Insane)).Ours);

    [Fact]
    public async Task The_severity_a_user_gives_a_rule_wins_over_the_scale() =>
        Assert.Equal("PRD101 warning, PRD202 warning, PRD401 warning", (await workshop.Build(OwnSeverityPerRule)).Ours);

    [Fact]
    public async Task The_severity_a_user_gives_a_category_wins_over_the_scale() =>
        Assert.Equal("PRD101 warning, PRD202 warning, PRD401 warning, PRD501 warning, PRD804 warning", (await workshop.Build(OwnSeverityPerCategory)).Ours);

    /// <summary>A preset that names a severity for a rule raises all its findings to it, also those that weigh less.</summary>
    [Fact]
    public async Task A_finding_that_weighs_less_than_its_rule_stays_a_suggestion() =>
        Assert.Equal("PRD301 note, PRD401 warning", (await workshop.Build(ReasonGiven)).Ours);

    [Fact]
    public async Task Who_takes_only_the_build_folder_of_the_package_has_a_scale_too() =>
        Assert.Equal("PRD101 warning, PRD202 note, PRD301 warning, PRD401 warning", (await workshop.Build(ScaleOfBuildFolder)).Ours);

    private static Consumer Scaled(string scale, [System.Runtime.CompilerServices.CallerMemberName] string name = "") =>
        Consumer.Web(name) with { Properties = $"<ProdReadyScale>{scale}</ProdReadyScale>" };
}
