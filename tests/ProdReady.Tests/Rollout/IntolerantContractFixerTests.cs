using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using ProdReady.Rollout;

namespace ProdReady.Tests.Rollout;

public class IntolerantContractFixerTests
{
    private const string Shipped = "/shop/ProdReady.Contracts.Shipped.txt";
    private const string Unshipped = "/shop/ProdReady.Contracts.Unshipped.txt";
    private const string Header = "# Contracts that have changed since the last release. When it ships, their lines move to ProdReady.Contracts.Shipped.txt.\n";

    private static Target With(string shipped, string unshipped = "") => new() { Files = new Dictionary<string, string> { [Shipped] = shipped, [Unshipped] = unshipped } };

    private static Task Fix(string before, string after, Target? project = null) => Check.Fix<IntolerantContract, IntolerantContractFixer>(before, after, project);

    /// <summary>The second file after the fix, one finding after another and all at once; then nothing is left.</summary>
    private static async Task<string> Recorded(string source, Target project, int left = 0)
    {
        const string Title = "Record the current contracts";
        source = "using System.Text.Json.Serialization;\nnamespace Shop;\n" + source;
        var first = new FixBench(source, project, new IntolerantContract(), new IntolerantContractFixer(), 0);
        Assert.Contains(Title, (await first.Offers()).Select(offer => offer.Title));
        var bench = new FixBench(source, project, new IntolerantContract(), new IntolerantContractFixer(), 0);
        var atOnce = await bench.AtOnce();
        Assert.Equal(left, atOnce.Left.Length);
        Assert.Equal(project.Files[Shipped], atOnce.Files[Shipped]);
        if (left == 0) Assert.Equal(atOnce.Files[Unshipped], (await bench.OneByOne()).Files[Unshipped]);
        return atOnce.Files[Unshipped];
    }

    /// <summary>The first offer of this title, taken.</summary>
    private static async Task<(string Text, IReadOnlyDictionary<string, string> Files)> Applied(string source, Target project, string title)
    {
        var bench = new FixBench(source, project, new IntolerantContract(), new IntolerantContractFixer(), 0);
        var offer = (await bench.Offers()).First(offer => offer.Title == title);
        var changed = (await offer.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution.Projects.Single();
        var files = new Dictionary<string, string>();
        foreach (var file in changed.AdditionalDocuments) files[file.FilePath!] = (await file.GetTextAsync()).ToString();
        return ((await changed.Documents.Single(document => document.Name == Snippet.FileName).GetTextAsync()).ToString(), files);
    }

    [Fact]
    public Task A_reader_skips_what_it_does_not_know() => Fix(
        """
        using System.Text.Json;
        using System.Text.Json.Serialization;
        class Order { public int Id { get; set; } }
        [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.[|Disallow|])] // why
        class Item { public int Id { get; set; } }
        class Reader
        {
            private readonly JsonSerializerOptions _options = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.[|Disallow|] /* strict */ };
            Order? Read(string text) => JsonSerializer.Deserialize<Order>(text, _options);
            Item? ReadItem(string text) => JsonSerializer.Deserialize<Item>(text);
        }
        """,
        """
        using System.Text.Json;
        using System.Text.Json.Serialization;
        class Order { public int Id { get; set; } }
        [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)] // why
        class Item { public int Id { get; set; } }
        class Reader
        {
            private readonly JsonSerializerOptions _options = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip /* strict */ };
            Order? Read(string text) => JsonSerializer.Deserialize<Order>(text, _options);
            Item? ReadItem(string text) => JsonSerializer.Deserialize<Item>(text);
        }
        """);

    [Fact]
    public Task A_new_member_becomes_optional() => Fix(
        """
        using System.Text.Json.Serialization;
        class Order
        {
            public int Id { get; set; }
            // Where it goes.
            public required string [|Region|] { get; set; } // ISO
            required public int [|Zone|] { get; set; }
            /// <summary>Of the customer.</summary>
            [JsonRequired]
            public string? [|Note|] { get; set; }
            [JsonRequired, JsonPropertyOrder(1)]
            public required List<string> [|Items|] { get; set; } = new();
        }
        """,
        """
        using System.Text.Json.Serialization;
        class Order
        {
            public int Id { get; set; }
            // Where it goes.
            public string? Region { get; set; } // ISO
            public int Zone { get; set; }
            /// <summary>Of the customer.</summary>
            public string? Note { get; set; }
            [JsonPropertyOrder(1)]
            public List<string> Items { get; set; } = new();
        }
        """,
        With("Order\nOrder.Id -> int\n", "Order.Items -> string[]\nOrder.Note -> string\nOrder.Region -> string\nOrder.Zone -> int\n"));

    [Fact]
    public async Task Values_get_their_numbers_back_and_what_is_new_a_free_one()
    {
        var changed = await Applied("""
        enum Status
        {
            New, // yet
            Pending,
            Paid,
            Sent = 7,
            Lost
        }
        """, With("Status\nStatus.New = 0\nStatus.Paid = 1\nStatus.Sent = 2\n"), "Let both versions read it");
        Assert.Equal("""
        enum Status
        {
            New = 0, // yet
            Pending = 9,
            Paid = 1,
            Sent = 2,
            Lost = 8
        }
        """.Replace("\r\n", "\n"), changed.Text);
    }

    /// <summary>While somebody types, a value may be there twice, and a number may be out of every range.</summary>
    [Theory]
    [InlineData("enum Status { New, Paid = 3, Paid = 4 }", "Status\nStatus.New = 0\nStatus.Paid = 1\n")]
    [InlineData("enum Status : ulong { New = ulong.MaxValue, Paid }", "Status\nStatus.New = 0\nStatus.Paid = 1\n")]
    [InlineData("enum Status { New = 1 }", "Status\nStatus.New = 99999999999999999999999999999999999999\n")]
    [InlineData("enum Status { New = Nothing, Paid = }", "Status\nStatus.New = 7\nStatus.Paid = 1\nStatus.Paid = 2\n")]
    public async Task What_does_not_compile_is_survived(string source, string shipped) =>
        Assert.NotNull(await new FixBench(source, With(shipped), new IntolerantContract(), new IntolerantContractFixer(), 0).Offers());

    [Fact]
    public Task Values_that_changed_places_get_their_numbers_back() => Fix(
        "enum Status { New, [|Sent|], [|Paid|] }",
        "enum Status { New = 0, Sent = 2, Paid = 1 }",
        With("Status\nStatus.New = 0\nStatus.Paid = 1\nStatus.Sent = 2\n"));

    [Fact]
    public async Task The_first_baseline_is_recorded_sorted_under_a_header() => Assert.Equal(
        Header + """
        Shop.Address
        Shop.Address.Zip -> int
        Shop.Card
        Shop.Card.Number -> string
        Shop.Order
        Shop.Order."order.total" -> decimal?
        Shop.Order.Address -> Shop.Address
        Shop.Order.Codes -> map<string, int[]>
        Shop.Order.Id -> int required
        Shop.Order.Pay -> Shop.Payment[]
        Shop.Order.Price -> decimal via Shop.Money
        Shop.Order.Status -> Shop.Status
        Shop.Payment : "card" -> Shop.Card
        Shop.Payment tolerant
        Shop.Status by name
        Shop.Status.New = 0
        Shop.Status.Paid = -1

        """.Replace("\r\n", "\n"),
        await Recorded("""
            [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
            public class Order
            {
                public required int Id { get; set; }
                public Status Status { get; set; }
                public Address? Address { get; set; }
                public List<Payment>? Pay { get; set; }
                [JsonPropertyName("order.total")] public decimal? Total { get; set; }
                [JsonConverter(typeof(Money))] public decimal Price { get; set; }
                public Dictionary<string, int[]>? Codes { get; set; }
            }
            public class Address { public int Zip { get; set; } }
            public class Card : Payment { public string? Number { get; set; } }
            [JsonPolymorphic(IgnoreUnrecognizedTypeDiscriminators = true), JsonDerivedType(typeof(Card), "card")] public class Payment { }
            [JsonConverter(typeof(JsonStringEnumConverter))] public enum Status { New, Paid = -1 }
            public class Money { }
            """, With("")));

    [Fact]
    public async Task A_new_member_goes_into_the_second_file() => Assert.Equal(
        "# ours\r\nShop.Order.Note -> string\r\nShop.Order.Total -> decimal\r\n",
        await Recorded("public class Order { public int Id { get; set; } public decimal Total { get; set; } public string? Note { get; set; } }", With("Shop.Order\nShop.Order.Id -> int\n", "# ours\r\nShop.Order.Total -> decimal\r\n")));

    [Fact]
    public async Task What_no_longer_holds_is_taken_out() => Assert.Equal(
        Header + "*REMOVED*Shop.Order.Id -> int\nShop.Order.Id -> long\n",
        await Recorded("public class Order { public long Id { get; set; } }", With("Shop.Order\nShop.Order.Id -> int\n", "Shop.Order.Id -> int?\n")));

    [Fact]
    public async Task What_came_back_is_no_longer_removed() => Assert.Equal(
        Header,
        await Recorded("public class Order { public int Id { get; set; } }", With("Shop.Order\nShop.Order.Id -> int\n", "*REMOVED*Shop.Order.Id -> int\n")));

    [Fact]
    public async Task What_breaks_nothing_is_recorded_without_what_does() => Assert.Equal(
        Header + "Shop.Order.Note -> string\n",
        await Recorded("public class Order { public required int Zip { get; set; } public int Id { get; set; } public string? Note { get; set; } }", With("Shop.Order\nShop.Order.Id -> int\n"), left: 1));

    [Fact]
    public async Task A_break_is_recorded_by_a_title_of_its_own() => Assert.Equal(
        Header + "*REMOVED*Order.Id -> int\nOrder.Id -> string\n",
        (await Applied("class Order { public string? Id { get; set; } public int Total { get; set; } }", With("Order\nOrder.Id -> int\nOrder.Total -> int\n"), "Record the breaking change")).Files[Unshipped]);

    [Fact]
    public async Task Breaks_are_not_recorded_all_at_once()
    {
        var fixer = new IntolerantContractFixer();
        var document = new AdhocWorkspace().AddProject("Shop", LanguageNames.CSharp).AddDocument("A.cs", "");
        var context = new FixAllContext(document, fixer, FixAllScope.Solution, "PRD706: Record the breaking change", fixer.FixableDiagnosticIds, new Nothing(), CancellationToken.None);
        Assert.Null(await fixer.GetFixAllProvider().GetFixAsync(context));
    }

    [Fact]
    public Task Without_the_second_file_nothing_is_recorded() => Check.NoFix<IntolerantContract, IntolerantContractFixer>(
        "public class [|Order|] { public int Id { get; set; } }", new Target().WithFile(Shipped, "Order\n"));

    [Fact]
    public async Task Where_readers_have_to_go_first_nothing_is_offered()
    {
        var bench = new FixBench("using System.Text.Json.Serialization;\n[JsonConverter(typeof(JsonStringEnumConverter))] public enum Status { New, Paid }", With("Status by name\nStatus.New = 0\n"), new IntolerantContract(), new IntolerantContractFixer(), 0);
        Assert.Empty(await bench.Offers());
    }

    private sealed class Nothing : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Microsoft.CodeAnalysis.Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Microsoft.CodeAnalysis.Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
