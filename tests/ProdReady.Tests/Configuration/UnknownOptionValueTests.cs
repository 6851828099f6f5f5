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
        Assert.Equal("'maybe' is no value of 'prodready.ok_to_break', so its default is used; write true, false or because and a reason", finding.GetMessage(null));
        Assert.Equal("/repo/.editorconfig", finding.Location.GetLineSpan().Path);
        Assert.Equal(2, finding.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Theory]
    [InlineData("prodready.PRD101.exit_cod", "write 'prodready.PRD101.exit_code'")]
    [InlineData("prodready.ok_to_brake", "write 'prodready.ok_to_break'")]
    [InlineData("prodready.PRD999.nothing", "see https://github.com/prodready/ProdReady.Analyzers/blob/main/docs/options.md")]
    // As near to the key of PRD201 as to that of PRD101.
    [InlineData("prodready.PRD301.exit_code", "see https://github.com/prodready/ProdReady.Analyzers/blob/main/docs/options.md")]
    public async Task A_key_that_does_not_exist_is_reported_with_the_one_that_was_meant(string key, string advice) =>
        Assert.Equal([$"There is no setting '{key}', so this line does nothing; {advice}"], await Messages(new Target().WithFile("/repo/.editorconfig", $"[*.cs]\n{key} = 1\n# prodready.also.nothing = 1\n")));

    [Theory]
    [InlineData("dotnet_diagnostic.PRD399.severity = error", "There is no rule or category 'PRD399', so this line does nothing; see https://github.com/prodready/ProdReady.Analyzers/blob/main/docs/index.md")]
    [InlineData("dotnet_analyzer_diagnostic.category-ProdReady.Hang.severity = error", "There is no rule or category 'ProdReady.Hang', so this line does nothing; write 'ProdReady.Hangs'")]
    [InlineData("dotnet_diagnostic.PRD301.severity = of", "'of' is no value of 'dotnet_diagnostic.PRD301.severity', so its default is used; write error, warning, suggestion, silent, none or default")]
    [InlineData("dotnet_analyzer_diagnostic.category-ProdReady.Hangs.severity = high", "'high' is no value of 'dotnet_analyzer_diagnostic.category-ProdReady.Hangs.severity', so its default is used; write error, warning, suggestion, silent, none or default")]
    public async Task A_severity_that_does_nothing_is_reported(string line, string message) =>
        Assert.Equal([message], await Messages(new Target().WithFile("/repo/.editorconfig", "[*.cs]\n" + line)));

    [Theory]
    [InlineData("dotnet_diagnostic.PRD301.severity = none")]
    [InlineData("dotnet_diagnostic.prd301.severity : Error # at last")]
    [InlineData("dotnet_analyzer_diagnostic.category-ProdReady.Hangs.severity = suggestion")]
    [InlineData("dotnet_diagnostic.PRD0001.severity = loud")]
    [InlineData("dotnet_diagnostic.CA1031.severity = loud")]
    [InlineData("dotnet_analyzer_diagnostic.category-Design.severity = loud")]
    [InlineData("prodready.PRD101.exit_code : 70 ; as systemd wants it")]
    public async Task A_line_that_does_something_is_left_alone(string line) =>
        Assert.Empty(await Messages(new Target().WithFile("/repo/.editorconfig", "[*.cs]\n" + line)));

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
    [InlineData("ProdReadyRulesVersion", "0.9", "1.0")]
    [InlineData("ProdReadyRulesVersion", "1.0.3", "1.0")]
    [InlineData("ProdReadyRulesVersion", "99.0", "1.0")]
    [InlineData("ProdReadyRulesVersion", "latest", "1.0")]
    [InlineData("ProdReadyBaseline", "yes", "write")]
    [InlineData("ProdReadyShareFacts", "no", "true or false")]
    public async Task A_property_of_the_project_that_is_not_understood_is_reported(string name, string value, string accepted) =>
        Assert.Equal([$"'{value}' is no value of '{name}', so its default is used; write {accepted}"], await Messages(new Target { Properties = { [name] = value } }));

    [Theory]
    [InlineData("ProdReadyRulesVersion", "1.0")]
    [InlineData("ProdReadyBaseline", "Write")]
    [InlineData("ProdReadyShareFacts", "False")]
    [InlineData("ProdReadyScale", " small ")]
    public async Task A_property_of_the_project_that_is_understood_is_left_alone(string name, string value) =>
        Assert.Empty(await Messages(new Target { Properties = { [name] = value } }));

    private const string Form = "write 'Table = M:Namespace.Type.Method(System.Exception)', with a table and the documentation id of a method or property";
    private const string Tables = "see https://github.com/prodready/ProdReady.Analyzers/blob/main/docs/options.md";

    [Theory]
    [InlineData("LogingApis.Record = M:A.B", "there is no table 'LogingApis.Record', write 'LoggingApis.Record'")]
    [InlineData("LoggingApis.Nothing = M:A.B", "there is no table 'LoggingApis.Nothing', " + Tables)]
    [InlineData("M:A.B", Form)]
    [InlineData("LoggingApis.Record = A.B", Form)]
    [InlineData("LoggingApis.Record = T:A.B", Form)]
    public async Task A_line_of_the_API_file_that_is_not_understood_is_reported(string line, string advice)
    {
        var finding = Assert.Single(await new Snippet(Source, new Target().WithFile("ProdReady.Apis.txt", "# ours\n" + line)).Analyze(new UnknownOptionValue()));
        Assert.Equal($"'{line}' is not understood, so this line does nothing; {advice}", finding.GetMessage(null));
        Assert.Equal(1, finding.Location.GetLineSpan().StartLinePosition.Line);
    }

    private const string Log = "namespace Contoso { class Log { public static void Failure(System.Exception e) { } public static void Done() { } public string Name { get; set; } = \"\"; } }";

    private static Target Apis(string line) => new Target { Properties = { ["ProjectDir"] = "/repo/shop/" } }.WithFile("/repo/shop/ProdReady.Apis.txt", line);

    [Theory]
    [InlineData("M:Contoso.Log.Failure(System.String)", "'Contoso.Log' has no such 'Failure', write 'M:Contoso.Log.Failure(System.Exception)'")]
    [InlineData("M:Contoso.Log.Failure", "'Contoso.Log' has no such 'Failure', write 'M:Contoso.Log.Failure(System.Exception)'")]
    [InlineData("M:Contoso.Log.Fail(System.Exception)", "'Contoso.Log' has no such 'Fail', write 'M:Contoso.Log.Failure(System.Exception)'")]
    [InlineData("M:Contoso.Log.Warn", "'Contoso.Log' has no such 'Warn'")]
    [InlineData("M:Contoso.Logs.Failure(System.Exception)", "there is no type 'Contoso.Logs' here")]
    [InlineData("M:Failure", "there is no type '' here")]
    public async Task A_member_that_does_not_exist_is_reported(string id, string advice)
    {
        var finding = Assert.Single(await new Snippet(Log, Apis("LoggingApis.Record = " + id)).Analyze(new UnknownOptionValue()));
        Assert.Equal($"'{id}' is not understood, so this line does nothing; {advice}", finding.GetMessage(null));
    }

    [Theory]
    [InlineData("M:Contoso.Log.Failure(System.Exception) # ours")]
    [InlineData("P:Contoso.Log.Name")]
    [InlineData("M:System.Console.WriteLine(System.String)")]
    public async Task A_good_line_of_the_API_file_is_left_alone(string id) =>
        Assert.Empty(await new Snippet(Log, Apis("LoggingApis.Record = " + id)).Analyze(new UnknownOptionValue()));

    [Fact]
    public async Task A_type_that_a_shared_API_file_names_and_this_project_lacks_is_left_alone() =>
        Assert.Empty(await Messages(new Target { Properties = { ["ProjectDir"] = "/repo/shop/" } }.WithFile("/repo/ProdReady.Apis.txt", "LoggingApis.Record = M:Contoso.Log.Failure(System.Exception)")));

    [Theory]
    [InlineData("PRD301 catch", "write 'PRD301 M:Namespace.Type.Method(System.String) text of the line', or have the list written with dotnet build -p:ProdReadyBaseline=write")]
    [InlineData("M:A.M catch", "write 'PRD301 M:Namespace.Type.Method(System.String) text of the line', or have the list written with dotnet build -p:ProdReadyBaseline=write")]
    [InlineData("PRD399 M:A.M catch", "there is no rule 'PRD399', see https://github.com/prodready/ProdReady.Analyzers/blob/main/docs/index.md")]
    public async Task A_line_of_the_baseline_that_is_not_understood_is_reported(string line, string advice)
    {
        var finding = Assert.Single(await new Snippet(Source, new Target().WithFile("/repo/ProdReady.Baseline.txt", "# ours\n\n" + line)).Analyze(new UnknownOptionValue()));
        Assert.Equal($"'{line}' is not understood, so this line does nothing; {advice}", finding.GetMessage(null));
        Assert.Equal(("/repo/ProdReady.Baseline.txt", 2), (finding.Location.GetLineSpan().Path, finding.Location.GetLineSpan().StartLinePosition.Line));
    }

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
