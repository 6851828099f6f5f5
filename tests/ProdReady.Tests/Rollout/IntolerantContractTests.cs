using Microsoft.CodeAnalysis;
using ProdReady.Rollout;

namespace ProdReady.Tests.Rollout;

public class IntolerantContractTests
{
    private const string Json = "using System.Net.Http.Json; using System.Text.Json; using System.Text.Json.Serialization; namespace Shop;\n";

    private const string Order = "public class Order { public int Id { get; set; } }\n";

    private const string Rejects = "JsonUnmappedMemberHandling.Disallow";

    private static Target With(string shipped, string? unshipped = "") => new()
    {
        Files = unshipped is null
            ? new Dictionary<string, string> { ["/shop/ProdReady.Contracts.Shipped.txt"] = shipped }
            : new Dictionary<string, string> { ["/shop/ProdReady.Contracts.Shipped.txt"] = shipped, ["/shop/ProdReady.Contracts.Unshipped.txt"] = unshipped },
    };

    private static async Task<string> Message(string source, string shipped, string unshipped = "") =>
        Assert.Single(await Check.Rule<IntolerantContract>(Json + source, With(shipped, unshipped))).GetMessage(null);

    // Readers that reject.

    [Theory]
    [InlineData("class A { Order? M(string text) => JsonSerializer.Deserialize<Order>(text, new JsonSerializerOptions { UnmappedMemberHandling = JsonUnmappedMemberHandling.[|Disallow|] }); }")]
    [InlineData("class A { static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.[|Disallow|] }; Order? M(string text) => JsonSerializer.Deserialize<Order>(text, Options); }")]
    [InlineData("class A { Task<Order?> M(HttpClient client) { var options = new JsonSerializerOptions(); options.UnmappedMemberHandling = JsonUnmappedMemberHandling.[|Disallow|]; return client.GetFromJsonAsync<Order>(\"/\", options); } }")]
    [InlineData("class A { object? M(string text) { var options = new JsonSerializerOptions { UnmappedMemberHandling = JsonUnmappedMemberHandling.[|Disallow|] }; return JsonSerializer.Deserialize(text, typeof(Order), options); } }")]
    [InlineData("class A { Task<List<Order>?> M(HttpContent content) { var options = new JsonSerializerOptions { UnmappedMemberHandling = JsonUnmappedMemberHandling.[|Disallow|] }; return content.ReadFromJsonAsync<List<Order>>(options); } }")]
    public Task Settings_that_reject_are_reported(string code) => Check.Rule<IntolerantContract>(Json + Order + code);

    [Theory]
    [InlineData("class A { object M() => new JsonSerializerOptions { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow }; }")]
    [InlineData("class A { Order? M(string text) { var strict = new JsonSerializerOptions { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow }; _ = strict; return JsonSerializer.Deserialize<Order>(text); } }")]
    [InlineData("class A { string M(Order order) => JsonSerializer.Serialize(order, new JsonSerializerOptions { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow }); }")]
    [InlineData("class A { Order? M(string text) => JsonSerializer.Deserialize<Order>(text, new JsonSerializerOptions { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip }); }")]
    [InlineData("class A { bool M(JsonSerializerOptions options, string text) => options.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow && JsonSerializer.Deserialize<Order>(text, options) is null; }")]
    public Task Settings_that_no_contract_is_read_with_are_left_alone(string code) => Check.Rule<IntolerantContract>(Json + Order + code);

    [Theory]
    [InlineData("class A { Order? M() => JsonSerializer.Deserialize<Order>(File.ReadAllText(\"order.json\"), new JsonSerializerOptions { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow }); }")]
    [InlineData("class A { Order? M(string path) { using var file = new StreamReader(path); return JsonSerializer.Deserialize<Order>(file.ReadToEnd(), new JsonSerializerOptions { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow }); } }")]
    public Task A_file_that_the_method_opens_is_left_alone(string code) => Check.Rule<IntolerantContract>(Json + Order + code);

    [Fact]
    public Task A_stream_of_somebody_else_is_reported() => Check.Rule<IntolerantContract>(Json + Order +
        "class A { Order? M(Stream stream) { using var reader = new StreamReader(stream); return JsonSerializer.Deserialize<Order>(reader.ReadToEnd(), new JsonSerializerOptions { UnmappedMemberHandling = JsonUnmappedMemberHandling.[|Disallow|] }); } }");

    [Theory]
    [InlineData("MailSettings")]
    [InlineData("PlaceOrderRequest")]
    public Task Settings_and_requests_are_left_alone(string name) => Check.Rule<IntolerantContract>(
        Json + $"class {name} {{ }} class A {{ object? M(string text) => JsonSerializer.Deserialize<List<{name}>>(text, new JsonSerializerOptions {{ UnmappedMemberHandling = {Rejects} }}); }}");

    [Fact]
    public Task The_requests_of_a_server_are_left_alone() => Check.Rule<IntolerantContract>("""
        using System.Text.Json.Serialization;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow);
        var app = builder.Build();
        app.MapPost("/orders", (Order order) => order.Id);
        app.Run();
        class Order { public int Id { get; set; } }
        """);

    [Fact]
    public Task Where_a_comment_says_why_it_is_left_alone() => Check.Rule<IntolerantContract>(Json + Order + """
        class A
        {
            Order? M(string text)
            {
                // Better no mail at all than one to the wrong people.
                var options = new JsonSerializerOptions { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
                return JsonSerializer.Deserialize<Order>(text, options);
            }
        }
        """);

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<IntolerantContract>(
        Json + Order + "class A { Order? M(string text) => JsonSerializer.Deserialize<Order>(text, new JsonSerializerOptions { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow }); }", Target.Test);

    [Theory]
    [InlineData("class A { Order? M(string text) => JsonSerializer.Deserialize<Order>(text); }", true)]
    [InlineData("class B { public List<Order> All { get; set; } = []; } class A { B? M(string text) => JsonSerializer.Deserialize<B>(text); }", true)]
    [InlineData("class B { public Dictionary<string, C[]>? All { get; set; } } class C { public D? D { get; set; } } class D { public Order? Order { get; set; } } class A { B? M(string text) => JsonSerializer.Deserialize<B>(text); }", true)]
    [InlineData("class B { public C? C { get; set; } } class C { public D? D { get; set; } } class D { public E? E { get; set; } } class E { public Order? Order { get; set; } } class A { B? M(string text) => JsonSerializer.Deserialize<B>(text); }", false)]
    [InlineData("class A { void M(Order order) { } }", false)]
    public Task An_attribute_that_rejects_is_reported_where_the_type_is_read(string code, bool isRead) => Check.Rule<IntolerantContract>(
        Json + $"[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.{(isRead ? "[|Disallow|]" : "Disallow")})] {Order}{code.Replace(" = [];", " = new();")}");

    [Fact]
    public Task An_attribute_on_a_message_of_a_broker_is_reported() => Check.Rule<IntolerantContract>("""
        using System.Text.Json.Serialization;
        namespace MassTransit { public interface ConsumeContext<T> { T Message { get; } } public interface IConsumer<T> { Task Consume(ConsumeContext<T> context); } }
        [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.[|Disallow|])] public class OrderPlaced { public int Id { get; set; } }
        class Billing : MassTransit.IConsumer<OrderPlaced> { public Task Consume(MassTransit.ConsumeContext<OrderPlaced> context) => Task.CompletedTask; }
        """);

    [Fact]
    public Task An_attribute_on_a_type_that_the_user_named_is_reported() => Check.Rule<IntolerantContract>(
        Json + "[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.[|Disallow|])] " + Order, new Target().With(("prodready.PRD706.contracts", "Shop.Ord*")));

    private const string Context = "partial class Wire : JsonSerializerContext { public static Wire Default => null!; public System.Text.Json.Serialization.Metadata.JsonTypeInfo<Order> Order => null!; public Wire() : base(null) { } protected override JsonSerializerOptions? GeneratedSerializerOptions => null; public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null; }\n";

    [Fact]
    public Task A_context_that_rejects_is_reported_where_it_reads() => Check.Rule<IntolerantContract>(
        Json + Order + "[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.[|Disallow|])] [JsonSerializable(typeof(Order))] " + Context + "class A { Order? M(string text) => JsonSerializer.Deserialize(text, Wire.Default.Order); }");

    [Fact]
    public Task A_context_that_nothing_is_read_with_is_left_alone() => Check.Rule<IntolerantContract>(
        Json + Order + "[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)] [JsonSerializable(typeof(Order))] " + Context + "class A { Order? M(string text) => JsonSerializer.Deserialize<Order>(text); }");

    private const string Newtonsoft = """
        namespace Newtonsoft.Json
        {
            public enum MissingMemberHandling { Ignore, Error }
            public class JsonSerializerSettings { public MissingMemberHandling MissingMemberHandling { get; set; } }
            public class JsonSerializer { public static JsonSerializer Create(JsonSerializerSettings settings) => new(); public T Deserialize<T>(string reader) => default!; }
            public static class JsonConvert { public static T DeserializeObject<T>(string text, JsonSerializerSettings settings) => default!; }
        }
        namespace Shop
        {
            using Newtonsoft.Json;
            public class Flags { public bool IsOn { get; set; } }

        """;

    [Theory]
    [InlineData("class A { Flags M(string text) => JsonConvert.DeserializeObject<Flags>(text, new JsonSerializerSettings { MissingMemberHandling = MissingMemberHandling.[|Error|] }); } }")]
    [InlineData("class A { static readonly JsonSerializer Reader; static A() { Reader = JsonSerializer.Create(new JsonSerializerSettings { MissingMemberHandling = MissingMemberHandling.[|Error|] }); } Flags M(string text) => Reader.Deserialize<Flags>(text); } }")]
    public Task The_reader_of_Newtonsoft_is_reported(string code) => Check.Rule<IntolerantContract>(Newtonsoft + code);

    // With a baseline.

    private const string Placed = "Shop.Order\nShop.Order.Id -> int\n";

    [Fact]
    public Task What_is_as_it_was_is_left_alone() => Check.Rule<IntolerantContract>(Json + Order, With(Placed));

    [Fact]
    public Task What_was_recorded_since_is_left_alone() => Check.Rule<IntolerantContract>(
        Json + "public class Order { public int Id { get; set; } public required string Region { get; set; } }", With(Placed, "# since\n\nShop.Order.Region -> string required\n"));

    [Fact]
    public Task Without_a_baseline_changes_are_left_alone() => Check.Rule<IntolerantContract>(
        Json + "public class Order { public required string Region { get; set; } } class A { Order? M(string text) => JsonSerializer.Deserialize<Order>(text); }");

    [Theory]
    [InlineData("public required string [|Region|] { get; set; }")]
    [InlineData("[JsonRequired] public string? [|Region|] { get; set; }")]
    public async Task A_new_member_that_is_required_is_reported(string member) => Assert.Equal(
        "Reading 'Order' fails without 'Region', which the version in production does not write; make it optional until no such message can come any more",
        await Message($"public class Order {{ public int Id {{ get; set; }} {member} }}", Placed));

    [Fact]
    public Task A_member_that_becomes_required_is_reported() => Check.Rule<IntolerantContract>(
        Json + "public class Order { public required int [|Id|] { get; set; } }", With(Placed));

    [Fact]
    public Task A_constructor_that_sets_what_is_required_is_left_alone() => Check.Rule<IntolerantContract>(
        Json + "public class Order { [System.Diagnostics.CodeAnalysis.SetsRequiredMembers] public Order() { } public required int Id { get; set; } }", With(Placed));

    [Fact]
    public async Task A_member_that_is_gone_is_reported() => Assert.Equal(
        "'Total' is gone from 'Order', and the version in production writes and reads it: what it says there is lost; keep it until that version is gone, then record that it was removed",
        (await Check.Rule<IntolerantContract>(Json + "public class [|Order|] { public int Id { get; set; } }", With(Placed + "Shop.Order.Total -> decimal\n"))).Single().GetMessage(null));

    [Fact]
    public Task A_member_that_was_taken_back_is_left_alone() => Check.Rule<IntolerantContract>(
        Json + Order, With(Placed + "Shop.Order.Total -> decimal\n", "*REMOVED*Shop.Order.Total -> decimal\n"));

    [Theory]
    [InlineData("[JsonPropertyName(\"Id\")] public int Number { get; set; }")]
    [InlineData("[JsonPropertyName(\"id\")] public int Number { get; set; }")]
    public async Task A_member_that_is_still_written_under_its_name_breaks_nothing(string member)
    {
        var found = await new Snippet(Json + $"public class Order {{ {member} }}", With(Placed)).Analyze(new IntolerantContract());
        Assert.DoesNotContain(found, finding => !finding.GetMessage(null).Contains("not recorded"));
    }

    [Theory]
    [InlineData("int", "string")]
    [InlineData("string", "int")]
    [InlineData("long", "int")]
    [InlineData("int?", "int")]
    [InlineData("int", "int[]")]
    [InlineData("Shop.Address", "string")]
    public async Task A_member_of_another_type_is_reported(string before, string now)
    {
        var found = await Check.Rule<IntolerantContract>(
            Json + $"public class Order {{ public {now} [|Id|] {{ get; set; }} = default!; }} public class Address {{ public int Zip {{ get; set; }} }}", With($"Shop.Address\nShop.Address.Zip -> int\nShop.Order\nShop.Order.Id -> {before}\n"));
        Assert.Contains($"was '{before}' in the version in production and is '{now}' now", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("int", "long")]
    [InlineData("int", "int?")]
    [InlineData("float", "double")]
    [InlineData("string", "object")]
    [InlineData("Shop.Gone", "Shop.Address")]
    [InlineData("Shop.Gone[]", "List<Shop.Address>")]
    public async Task A_type_that_takes_what_came_before_breaks_nothing(string before, string now) => Assert.Single(
        await Check.Rule<IntolerantContract>(
            Json + $"public class [|Order|] {{ public {now} Id {{ get; set; }} = default!; }} public class Address {{ public int Zip {{ get; set; }} }}", With($"Shop.Address\nShop.Address.Zip -> int\nShop.Order\nShop.Order.Id -> {before}\n")),
        finding => finding.GetMessage(null).StartsWith("'Order' is not recorded", StringComparison.Ordinal));

    [Theory]
    [InlineData("int[]", "List<int>")]
    [InlineData("int[]", "IReadOnlyCollection<int>")]
    [InlineData("map<string, int[]>", "Dictionary<string, List<int>>")]
    [InlineData("string", "string?")]
    [InlineData("System.DateTimeOffset?", "DateTimeOffset?")]
    public Task What_is_written_in_the_same_way_is_left_alone(string before, string now) => Check.Rule<IntolerantContract>(
        Json + $"public class Order {{ public {now} Id {{ get; set; }} = default!; }}", With($"Shop.Order\nShop.Order.Id -> {before}\n"));

    [Fact]
    public Task What_is_not_written_is_no_member() => Check.Rule<IntolerantContract>(Json + """
        public class Order
        {
            public int Id { get; set; }
            [JsonIgnore] public int Ignored { get; set; }
            public int Twice => 2 * Id;
            public static int Count { get; set; }
            internal int Inner { get; set; }
            public int Field;
            public int this[int index] => index;
        }
        """, With(Placed));

    [Theory]
    [InlineData("public record Order(int Id);")]
    [InlineData("public class Order { public Order(int id) => Id = id; public int Id { get; } }")]
    [InlineData("public class Basis { public int Id { get; set; } } public class Order : Basis { }")]
    [InlineData("public class Order { [JsonInclude] internal int Id; }")]
    [InlineData("public class Order { [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int Id { get; set; } }")]
    public Task What_is_written_is_a_member(string type) => Check.Rule<IntolerantContract>(Json + type, With(Placed));

    [Fact]
    public Task What_an_ancestor_has_lost_is_shown_at_the_contract() => Check.Rule<IntolerantContract>(
        Json + "public class Basis { public required int Id { get; set; } } public class [|Order|] : Basis { }", With(Placed));

    [Fact]
    public Task A_new_member_of_a_contract_that_rejects_is_reported() => Check.Rule<IntolerantContract>(
        Json + "public class Order { public int Id { get; set; } public string? [|Note|] { get; set; } }", With("Shop.Order strict\nShop.Order.Id -> int\n", "Shop.Order\n"));

    // Enums.

    private const string Status = "Shop.Status\nShop.Status.New = 0\nShop.Status.Paid = 1\n";
    private const string StatusByName = "Shop.Status by name\nShop.Status.New = 0\nShop.Status.Paid = 1\n";
    private const string ByName = "[JsonConverter(typeof(JsonStringEnumConverter))] ";

    [Fact]
    public async Task A_value_with_another_number_is_reported() => Assert.Equal(
        "'Paid' of 'Status' is 1 in the version in production and 2 here: each version takes the values of the other for something else; give it its number back",
        (await Check.Rule<IntolerantContract>(Json + "public enum Status { New, Pending, [|Paid|] }", With(Status, "Shop.Status.Pending = 1\n"))).Single().GetMessage(null));

    [Theory]
    [InlineData("public enum Status { New = 0, Paid = 1 }", Status, "")]
    [InlineData(ByName + "public enum Status { Paid, New }", StatusByName, "Shop.Status.Paid = 0\nShop.Status.New = 1\n")]
    [InlineData(ByName + "public enum Status { New, Paid, Open }", StatusByName, "Shop.Status.Open = 2\n")]
    [InlineData("public enum Status { New, Paid, Open }", Status, "Shop.Status.Open = 2\n")]
    [InlineData("[JsonConverter(typeof(Own))] public enum Status { New, Other } class Own : JsonStringEnumConverter { }", "Shop.Status converted\n", "")]
    public Task Values_that_both_versions_know_are_left_alone(string type, string shipped, string unshipped) => Check.Rule<IntolerantContract>(Json + type, With(shipped, unshipped));

    [Theory]
    [InlineData("public enum [|Status|] { Paid = 5, New = 0 } class A { object M() => new JsonStringEnumConverter(); }")]
    [InlineData("public enum [|Status|] { New, Payed }")]
    [InlineData("public enum [|Status|] { New, Paid, Open }")]
    [InlineData("public enum [|Status|] { New = 0 } class A { object M() => new JsonStringEnumConverter(); }")]
    public async Task What_may_be_read_all_the_same_is_only_not_recorded(string type) =>
        Assert.All(await Check.Rule<IntolerantContract>(Json + type, With(Status)), finding => Assert.Contains("is not recorded", finding.GetMessage(null)));

    [Fact]
    public Task A_value_that_is_gone_is_reported() => Check.Rule<IntolerantContract>(Json + "public enum [|Status|] { New }", With(Status));

    [Theory]
    [InlineData(ByName + "public enum Status { New, Paid, [|Open|] }")]
    [InlineData("public enum Status { New, Paid, [|Open|] } class Order { [JsonConverter(typeof(JsonStringEnumConverter))] public Status? Status { get; set; } }")]
    [InlineData("[JsonSourceGenerationOptions(UseStringEnumConverter = true)] abstract class Wire : JsonSerializerContext { protected Wire() : base(null) { } } public enum Status { New, Paid, [|Open|] }")]
    public async Task A_new_name_is_reported(string type) => Assert.Equal(
        "The version in production fails on 'Open', a name of 'Status' that it does not know; ship readers first that take unknown names for a value of their own",
        await Message(type, StatusByName));

    [Fact]
    public Task A_name_that_has_changed_is_reported_as_new_and_as_gone() => Check.Rule<IntolerantContract>(
        Json + ByName + "public enum {|PRD706:Status|} { New, {|PRD706:Payed|} }", With(StatusByName));

    [Fact]
    public async Task Names_in_place_of_numbers_are_reported() => Assert.Contains(
        "was 'written by number' in the version in production and is 'written by name' now", await Message(ByName + "public enum [|Status|] { New, Paid }", Status));

    [Fact]
    public Task A_name_for_others_is_the_name() => Check.Rule<IntolerantContract>(
        Json + ByName + "public enum Status { New, [JsonStringEnumMemberName(\"Paid\")] Settled }", With(StatusByName));

    // Derived types.

    private const string Payment = "Shop.Card\nShop.Payment\nShop.Payment : \"card\" -> Shop.Card\n";

    private const string Payments = "[JsonDerivedType(typeof(Card), \"card\")] [JsonDerivedType(typeof(Cash), \"cash\")] public class [|Payment|] { } public class Card : Payment { } public class [|Cash|] : Payment { }";

    [Fact]
    public async Task A_new_kind_is_reported()
    {
        var found = await Check.Rule<IntolerantContract>(Json + Payments, With(Payment));
        Assert.Contains("The version in production fails on \"cash\", a kind of 'Payment' that it does not know; ship readers first that set IgnoreUnrecognizedTypeDiscriminators", found.Select(finding => finding.GetMessage(null)));
    }

    [Fact]
    public Task A_new_kind_that_readers_take_for_its_base_is_left_alone() => Check.Rule<IntolerantContract>(
        Json + "[JsonPolymorphic(IgnoreUnrecognizedTypeDiscriminators = true)] " + Payments.Replace("[|", "").Replace("|]", ""),
        With(Payment.Replace("Shop.Payment\n", "Shop.Payment tolerant\n"), "Shop.Cash\nShop.Payment : \"cash\" -> Shop.Cash\n"));

    [Fact]
    public Task A_kind_that_is_gone_is_reported() => Check.Rule<IntolerantContract>(
        Json + "[JsonDerivedType(typeof(Card), 1)] public class [|Payment|] { } public class Card : Payment { }", With("Shop.Card\nShop.Payment\nShop.Payment : 1 -> Shop.Card\nShop.Payment : 2 -> Shop.Cash\n"));

    [Fact]
    public async Task A_kind_whose_class_has_another_name_breaks_nothing() => Assert.Contains("is not recorded", await Message(
        "[JsonDerivedType(typeof(Card), \"card\")] public class [|Payment|] { } public class Card : Payment { }", "Shop.Card\nShop.Payment\nShop.Payment : \"card\" -> Shop.Plastic\n"));

    // What is not recorded.

    [Theory]
    [InlineData("class A { Order? M(string text) => JsonSerializer.Deserialize<Order>(text); } public class [|Order|] { public int Id { get; set; } }")]
    [InlineData("[JsonSerializable(typeof(Order[]))] abstract class Wire : JsonSerializerContext { protected Wire() : base(null) { } } public class [|Order|] { public int Id { get; set; } }")]
    [InlineData("[System.Runtime.Serialization.DataContract] public class [|Order|] { public int Id { get; set; } }")]
    public async Task A_contract_that_is_not_recorded_is_reported(string code) => Assert.Equal(
        "'Order' is not recorded in ProdReady.Contracts.Unshipped.txt as it is now, so nobody will notice when a later change breaks it; record it", await Message(code, ""));

    [Theory]
    [InlineData("public class Order { public int Id { get; set; } }")]
    [InlineData("class A { Order? M() => JsonSerializer.Deserialize<Order>(File.ReadAllText(\"x\")); } public class Order { public int Id { get; set; } }")]
    [InlineData("class A { int M(string text) => JsonSerializer.Deserialize<int>(text); string? N(string text) => JsonSerializer.Deserialize<List<string>>(text)![0]; }")]
    public Task A_type_that_nobody_else_reads_is_left_alone(string code) => Check.Rule<IntolerantContract>(Json + code, With(""));

    [Fact]
    public Task A_line_that_no_longer_holds_is_reported() => Check.Rule<IntolerantContract>(Json + Order.Replace("class Order", "class [|Order|]"), With(Placed, "Shop.Order.Note -> string\n"));

    [Fact]
    public Task A_baseline_of_one_file_is_enough() => Check.Rule<IntolerantContract>(Json + Order, With(Placed, null));
}
