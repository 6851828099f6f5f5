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

    // The baseline of contracts.

    [Theory]
    [InlineData("Shop.Order.Id => int")]
    [InlineData("<<<<<<< HEAD")]
    [InlineData("Shop.Order.Id -> ")]
    [InlineData("Shop.Status.Paid = one")]
    [InlineData("Shop.Payment : card -> Shop.Card")]
    [InlineData("Shop.Order frozen")]
    [InlineData("int Shop.Order.Id { get; set; }")]
    public async Task A_line_that_is_none_of_a_contract_is_reported_with_what_is_accepted(string line)
    {
        var finding = Assert.Single(await new Snippet("namespace Shop; class Order { }", new Target().WithFile("/shop/ProdReady.Contracts.Shipped.txt", $"# ours\n\nShop.Order\n{line}\n")).Analyze(new UnknownOptionValue()));
        Assert.Equal(
            $"'{line.Trim()}' does nothing, because it is no line of a contract; write 'Namespace.Type', 'Namespace.Type.Member -> type', 'Namespace.Type.Value = 1' or 'Namespace.Type : \"name\" -> Namespace.Derived'",
            finding.GetMessage(null));
        Assert.Equal(("/shop/ProdReady.Contracts.Shipped.txt", 3), (finding.Location.GetLineSpan().Path, finding.Location.GetLineSpan().StartLinePosition.Line));
    }

    [Theory]
    [InlineData("Shop.Order\n*REMOVED*Shop.Order\n", "", "lines are taken back in ProdReady.Contracts.Unshipped.txt")]
    [InlineData("Shop.Order\n", "*REMOVED*Shop.Order.Id -> int\n", "ProdReady.Contracts.Shipped.txt has no such line")]
    public async Task A_line_that_takes_back_nothing_is_reported(string shipped, string unshipped, string why)
    {
        var project = new Target { Files = new Dictionary<string, string> { ["/shop/ProdReady.Contracts.Unshipped.txt"] = unshipped, ["/shop/ProdReady.Contracts.Shipped.txt"] = shipped } };
        Assert.Contains(why, Assert.Single(await new Snippet("namespace Shop; class Order { }", project).Analyze(new UnknownOptionValue())).GetMessage(null));
    }

    [Fact]
    public async Task A_contract_that_the_project_does_not_declare_is_reported_once()
    {
        var finding = Assert.Single(await new Snippet("namespace Shop; class Order { }", new Target().WithFile("/shop/ProdReady.Contracts.Shipped.txt", "Shop.Gone\nShop.Gone.Id -> int\nShop.Order\n")).Analyze(new UnknownOptionValue()));
        Assert.StartsWith("'Shop.Gone' does nothing, because this project declares no type 'Shop.Gone'", finding.GetMessage(null));
        Assert.Equal(0, finding.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# a comment\n\n")]
    [InlineData("Shop.Box<T>\nShop.Box<T>.Item -> T required\nShop.Box<T>.Lid\nShop.Box<T>.\"the item\" -> map<string, int?[]> via Shop.Own\n")]
    [InlineData("Shop.Status by name\nShop.Status.Paid = -1\nShop.Order strict tolerant\nShop.Order : 3 -> Shop.Box<T>\nShop.Order : \"a b\" -> Shop.Order\n")]
    public async Task Lines_of_a_contract_are_left_alone(string lines) => Assert.Empty(
        await new Snippet("namespace Shop; class Order { } enum Status { } class Box<T> { public class Lid { } }", new Target().WithFile("/shop/ProdReady.Contracts.Shipped.txt", lines)).Analyze(new UnknownOptionValue()));
}
