namespace ProdReady.PackageTests.Consumers;

/// <summary>A project keeps a baseline of its contracts beside its project file; the build hands it to the analyzers.</summary>
[Collection(InWorkshop.Name)]
public class ContractTests(Workshop workshop)
{
    private const string On = "[*.cs]\ndotnet_diagnostic.PRD706.severity = warning\n";

    private static readonly Source Order = new("Order.cs", """
        using System.Text.Json;

        namespace Shop;

        public class Order
        {
            public int Id { get; set; }
            public required string Region { get; set; }
        }

        public static class Orders
        {
            public static Order? Read(string message) => JsonSerializer.Deserialize<Order>(message);
        }
        """);

    private static readonly Source Shipped = new("ProdReady.Contracts.Shipped.txt", "Shop.Order\nShop.Order.Id -> int\n");

    internal static readonly Consumer ContractBroken = Consumer.Library() with { Code = [Order, Shipped], EditorConfig = On };

    internal static readonly Consumer ContractBrokenAtInsane = ContractBroken with { Name = nameof(ContractBrokenAtInsane), EditorConfig = "", Properties = "<ProdReadyScale>insane</ProdReadyScale>" };

    internal static readonly Consumer ContractBrokenAtSmall = ContractBroken with { Name = nameof(ContractBrokenAtSmall), EditorConfig = "" };

    internal static readonly Consumer ContractRecorded = ContractBroken with
    {
        Name = nameof(ContractRecorded),
        Code = [Order, Shipped, new("ProdReady.Contracts.Unshipped.txt", "Shop.Order.Region -> string required\n")],
    };

    internal static readonly Consumer ContractListedByTheProject = ContractBroken with
    {
        Name = nameof(ContractListedByTheProject),
        Items = """<AdditionalFiles Include="ProdReady.Contracts.Shipped.txt" />""",
    };

    internal static readonly Consumer ContractMalformed = ContractBroken with
    {
        Name = nameof(ContractMalformed),
        Code = [Order, new("ProdReady.Contracts.Shipped.txt", "Shop.Order\nShop.Order.Id : int\n"), new("ProdReady.Contracts.Unshipped.txt", "Shop.Order.Id -> int\nShop.Order.Region -> string required\n")],
    };

    internal static readonly Consumer ContractOfNobody = ContractBroken with { Name = nameof(ContractOfNobody), Code = [Order] };

    [Fact]
    public async Task A_change_that_breaks_a_shipped_contract_is_reported()
    {
        var report = Assert.Single((await workshop.Build(ContractBroken)).Findings, finding => finding.IsOurs);
        Assert.Equal(("PRD706", "warning", 8), (report.Id, report.Level, report.Line));
        Assert.Contains("'Region'", report.Message);
    }

    [Fact]
    public async Task At_insane_it_is_reported_without_more_ado() => Assert.Equal("PRD706 warning", (await workshop.Build(ContractBrokenAtInsane)).Ours);

    [Fact]
    public async Task At_small_the_rule_is_off() => Assert.Equal("", (await workshop.Build(ContractBrokenAtSmall)).Ours);

    [Fact]
    public async Task A_change_that_was_recorded_is_left_alone() => Assert.Equal("", (await workshop.Build(ContractRecorded)).Ours);

    [Fact]
    public async Task A_project_may_list_the_baseline_itself() => Assert.Equal("PRD706 warning", (await workshop.Build(ContractListedByTheProject)).Ours);

    [Fact]
    public async Task Without_a_baseline_nothing_is_compared() => Assert.Equal("", (await workshop.Build(ContractOfNobody)).Ours);

    [Fact]
    public async Task A_line_that_is_not_understood_is_reported_with_its_place()
    {
        var report = Assert.Single((await workshop.Build(ContractMalformed)).Findings, finding => finding.IsOurs);
        Assert.Equal(("PRD001", "warning", 2), (report.Id, report.Level, report.Line));
        Assert.EndsWith($"/{nameof(ContractMalformed)}/ProdReady.Contracts.Shipped.txt", report.File);
        Assert.Contains("write 'Namespace.Type'", report.Message);
    }

    /// <summary>As the page says: two empty files, and one command.</summary>
    [Fact]
    public async Task The_command_line_records_the_first_baseline()
    {
        var folder = workshop.NewFolder("record");
        var project = ContractBroken with { Name = "Record" };
        await File.WriteAllTextAsync(Path.Combine(folder, "Record.csproj"), project.ProjectFile());
        await File.WriteAllTextAsync(Path.Combine(folder, ".editorconfig"), On);
        await File.WriteAllTextAsync(Path.Combine(folder, Order.Path), Order.Text);
        foreach (var file in new[] { "Shipped", "Unshipped" }) await File.WriteAllTextAsync(Path.Combine(folder, $"ProdReady.Contracts.{file}.txt"), "");

        await Dotnet.Run(folder, "restore");
        await Dotnet.Run(folder, "format", "analyzers", "--no-restore", "--diagnostics", "PRD706", "--severity", "info");

        Assert.Equal(
            ["# Contracts that have changed since the last release. When it ships, their lines move to ProdReady.Contracts.Shipped.txt.", "Shop.Order", "Shop.Order.Id -> int", "Shop.Order.Region -> string required"],
            await File.ReadAllLinesAsync(Path.Combine(folder, "ProdReady.Contracts.Unshipped.txt")));
        Assert.Equal("", await File.ReadAllTextAsync(Path.Combine(folder, "ProdReady.Contracts.Shipped.txt")));
    }
}
