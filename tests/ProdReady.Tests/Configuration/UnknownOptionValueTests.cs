using ProdReady.Configuration;

namespace ProdReady.Tests.Configuration;

public class UnknownOptionValueTests
{
    private const string Source = "class Empty { }";

    private static async Task<string[]> Messages(Target project)
    {
        var snippet = new Snippet(Source, project);
        return [.. (await snippet.Analyze(new UnknownOptionValue())).Select(diagnostic => diagnostic.GetMessage(null))];
    }

    [Fact]
    public async Task A_value_that_is_not_understood_is_reported_once_with_what_is_accepted() =>
        Assert.Equal(["'banana' is no value of 'prodready.PRD101.exit_code', so its default is used; write a whole number from 1 to 255"], await Messages(new Target().With(("prodready.PRD101.exit_code", "banana"))));

    [Fact]
    public async Task A_value_out_of_range_is_reported() =>
        Assert.Single(await Messages(new Target().With(("prodready.PRD101.exit_code", "256"))));

    [Fact]
    public async Task A_value_that_is_understood_is_left_alone() =>
        Assert.Empty(await Messages(new Target().With(("prodready.PRD101.exit_code", "70"), ("prodready.ok_to_break", "TRUE"))));

    [Fact]
    public async Task A_key_of_somebody_else_is_left_alone() =>
        Assert.Empty(await Messages(new Target().With(("indent_size", "banana"))));

    [Fact]
    public async Task The_line_of_the_file_is_named()
    {
        var project = new Target().With(("prodready.ok_to_break", "maybe")).WithFile("/repo/.editorconfig", "root = true\n[*.cs]\nprodready.ok_to_break = maybe\n");
        var finding = Assert.Single(await new Snippet(Source, project).Analyze(new UnknownOptionValue()));
        Assert.Equal("'maybe' is no value of 'prodready.ok_to_break', so its default is used; write true or false", finding.GetMessage(null));
        Assert.Equal("/repo/.editorconfig", finding.Location.GetLineSpan().Path);
        Assert.Equal(2, finding.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public async Task A_key_that_does_not_exist_is_reported()
    {
        var message = Assert.Single(await Messages(new Target().WithFile("/repo/.editorconfig", "[*.cs]\nprodready.PRD999.nothing = 1\n# prodready.also.nothing = 1\n")));
        Assert.StartsWith("There is no setting 'prodready.PRD999.nothing', so this line does nothing; the settings are ", message);
        Assert.Contains("prodready.PRD101.exit_code", message);
    }

    [Fact]
    public async Task A_scale_that_does_not_exist_is_reported() =>
        Assert.Equal(
            ["'huge' is no value of 'ProdReadyScale', so its default is used; write subminiature, small, moderate, insane"],
            await Messages(new Target { Properties = { ["ProdReadyScale"] = "huge" } }));

    [Fact]
    public async Task A_scale_that_exists_is_left_alone() =>
        Assert.Empty(await Messages(new Target { Properties = { ["ProdReadyScale"] = "Moderate" } }));

    [Theory]
    [InlineData("many")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    public async Task A_number_of_replicas_that_is_none_is_reported(string replicas) =>
        Assert.Equal(
            [$"'{replicas}' is no value of 'ProdReadyReplicas', so its default is used; write a whole number from 1"],
            await Messages(new Target { Properties = { ["ProdReadyReplicas"] = replicas } }));

    [Theory]
    [InlineData("1")]
    [InlineData("12")]
    [InlineData("")]
    public async Task A_number_of_replicas_is_left_alone(string replicas) =>
        Assert.Empty(await Messages(new Target { Properties = { ["ProdReadyReplicas"] = replicas } }));

    [Theory]
    [InlineData("LoggingApis.Nothing = M:A.B")]
    [InlineData("M:A.B")]
    [InlineData("LoggingApis.Record = A.B")]
    public async Task A_line_of_the_API_file_that_is_not_understood_is_reported(string line)
    {
        var finding = Assert.Single(await new Snippet(Source, new Target().WithFile("ProdReady.Apis.txt", "# ours\n" + line)).Analyze(new UnknownOptionValue()));
        Assert.Contains(line, finding.GetMessage(null));
        Assert.Equal(1, finding.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public async Task A_good_line_of_the_API_file_is_left_alone() =>
        Assert.Empty(await Messages(new Target().WithFile("ProdReady.Apis.txt", "LoggingApis.Record = M:Contoso.Log.Failure(System.Exception) # ours")));
}
