namespace ProdReady.PackageTests.Consumers;

[Collection(InWorkshop.Name)]
public class OptionTests(Workshop workshop)
{
    internal static readonly Consumer UnknownOptions = Consumer.Web() with
    {
        EditorConfig = """
            [*.cs]
            prodready.PRD101.exit_code = banana
            prodready.PRD101.exit_cod = 2
            """,
    };

    internal static readonly Consumer KnownOptions = Consumer.Web() with
    {
        EditorConfig = """
            [*.cs]
            prodready.PRD101.exit_code = 2
            prodready.PRD501.expected = false
            """,
    };

    [Fact]
    public async Task A_value_that_is_not_understood_is_reported_once_on_its_line()
    {
        var report = Assert.Single((await workshop.Build(UnknownOptions)).Findings, finding => finding.Id == "PRD001" && finding.Line == 2);
        Assert.EndsWith($"/{nameof(UnknownOptions)}/.editorconfig", report.File);
        foreach (var words in (string[])["prodready.PRD101.exit_code", "banana", "a whole number from 1 to 255"])
            Assert.Contains(words, report.Message);
    }

    [Fact]
    public async Task A_key_that_does_not_exist_is_reported_once_on_its_line()
    {
        var report = Assert.Single((await workshop.Build(UnknownOptions)).Findings, finding => finding.Id == "PRD001" && finding.Line == 3);
        Assert.EndsWith($"/{nameof(UnknownOptions)}/.editorconfig", report.File);
        Assert.Contains("prodready.PRD101.exit_cod'", report.Message);
    }

    [Fact]
    public async Task Nothing_else_is_reported_about_options() =>
        Assert.Equal(2, (await workshop.Build(UnknownOptions)).Findings.Count(finding => finding.Id == "PRD001"));

    [Fact]
    public async Task A_value_that_is_understood_takes_effect() =>
        Assert.Equal("PRD101 warning, PRD202 warning, PRD301 warning, PRD401 warning", (await workshop.Build(KnownOptions)).Ours);
}
