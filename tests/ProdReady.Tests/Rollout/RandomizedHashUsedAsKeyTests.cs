using ProdReady.Rollout;

namespace ProdReady.Tests.Rollout;

public class RandomizedHashUsedAsKeyTests
{
    private const string Usings = """
        using Confluent.Kafka;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.Caching.Distributed;

        """;

    private static Task Member(string body, string more = "") => Check.Rule<RandomizedHashUsedAsKey>(Usings + $$"""
        class Store
        {
            async Task Use(string key, Customer customer, IDistributedCache cache, HttpContext context, IProducer<string, string> producer, int partitions, CancellationToken token)
            {
                {{body}}
                await Task.Yield();
            }
            {{more}}
        }

        record Customer(string Name, int Number);
        record Point(int X, int Y);
        class Order { public string Name { get; set; } = ""; public int Shard { get; set; } }
        class Shop : DbContext { public DbSet<Order> Orders { get; set; } = null!; }
        """, Target.Library);

    [Theory]
    [InlineData("""File.AppendAllText($"orders-{key.[|GetHashCode|]()}.txt", "1");""")]
    [InlineData("""var path = Path.Combine("orders", key.[|GetHashCode|](StringComparison.Ordinal) + ".txt"); if (File.Exists(path)) return;""")]
    [InlineData("""Directory.CreateDirectory(string.Format("shard-{0}", Math.Abs(key.[|GetHashCode|]()) % 8));""")]
    [InlineData("""using var file = new FileStream((key.[|GetHashCode|]() & 0x7fffffff).ToString("x8"), FileMode.Open);""")]
    [InlineData("""using var gate = new Mutex(false, @"Global\shop-" + key.[|GetHashCode|]());""")]
    [InlineData("""await cache.SetStringAsync($"cart:{HashCode.[|Combine|](key, 1)}", "1", token);""")]
    [InlineData("""var hash = new HashCode(); hash.Add(key); await cache.GetAsync("cart:" + hash.[|ToHashCode|](), token);""")]
    [InlineData("""context.Response.Headers.ETag = $"\"{customer.[|GetHashCode|]()}\"";""")]
    [InlineData("""var tag = new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{(key, 1).[|GetHashCode|]():x}\"");""")]
    [InlineData("""var partition = Math.Abs(key.[|GetHashCode|](StringComparison.Ordinal)) % partitions; await producer.ProduceAsync(new TopicPartition("orders", partition), new Message<string, string> { Key = key });""")]
    [InlineData("""var message = new Message<string, string> { Key = StringComparer.OrdinalIgnoreCase.[|GetHashCode|](key).ToString() };""")]
    [InlineData("""var order = new Order { Shard = key.[|GetHashCode|]() };""")]
    [InlineData("""var order = new Order(); order.Shard = (key?.[|GetHashCode|]() ?? 0) % 8;""")]
    [InlineData("""var shard = 0; shard = key.[|GetHashCode|](); shard ^= 7; var order = new Order { Shard = shard };""")]
    [InlineData("""var shard = 17; shard += key.[|GetHashCode|](); var order = new Order { Shard = shard };""")]
    [InlineData("""var shard = partitions > 0 ? key.[|GetHashCode|]() : 0; var order = new Order { Shard = shard };""")]
    public Task A_hash_that_leaves_the_process_is_reported(string body) => Member(body);

    [Fact]
    public Task A_hash_that_a_method_returns_is_reported() => Member("File.AppendAllText(PathOf(key), \"1\");", """
        private static string PathOf(string key) => Path.Combine("orders", ShardOf(key).ToString());

        private static int ShardOf(string key) { return Math.Abs(key.[|GetHashCode|]()) % 8; }
        """);

    [Fact]
    public Task A_hash_of_an_object_that_hashes_text_is_reported() => Member("var order = new Order { Shard = new Id(key).[|GetHashCode|]() };", """
        readonly struct Id
        {
            private readonly string _text;
            public Id(string text) => _text = text;
            public override int GetHashCode() => _text.GetHashCode();
        }
        """);

    [Theory]
    [InlineData("""var stripes = new object[16]; lock (stripes[Math.Abs(key.GetHashCode()) % stripes.Length]) { }""")]
    [InlineData("""var seen = new HashSet<int>(); seen.Add(key.GetHashCode());""")]
    [InlineData("""var memory = new Dictionary<string, int>(); memory["k" + key.GetHashCode()] = 1;""")]
    [InlineData("""Console.WriteLine($"key {key.GetHashCode()}");""")]
    [InlineData("""if (key.GetHashCode() == customer.GetHashCode()) return;""")]
    [InlineData("""var animation = $"color_to_{key.GetHashCode()}"; Console.WriteLine(animation);""")]
    [InlineData("""var path = Path.Combine(Path.GetTempPath(), $"{key.GetHashCode()}.tmp"); File.WriteAllText(path, "");""")]
    [InlineData("""File.WriteAllText(Path.GetTempPath() + key.GetHashCode(), "");""")]
    [InlineData("""var order = new Order { Shard = partitions.GetHashCode() };""")]
    [InlineData("""var order = new Order { Shard = new Point(1, 2).GetHashCode() };""")]
    [InlineData("""var order = new Order { Shard = (1, 2).GetHashCode() };""")]
    [InlineData("""var order = new Order { Shard = new object().GetHashCode() };""")]
    [InlineData("""var order = new Order { Shard = partitions }; var random = new Random(key.GetHashCode());""")]
    [InlineData("""var hash = key.GetHashCode(); hash = 1;""")]
    [InlineData("""var name = new Plain { Number = key.GetHashCode() };""")]
    [InlineData("""Func<string, int> hash = text => text.GetHashCode(); File.WriteAllText("x", hash("y").ToString());""")]
    [InlineData("""Delegate.Combine(null, null); File.WriteAllText(Path.Combine("a", "b"), "");""")]
    public Task A_hash_that_stays_in_the_process_or_is_no_such_hash_is_left_alone(string body) => Member(body, "class Plain { public int Number { get; set; } }");

    [Fact]
    public Task The_hash_of_an_object_is_left_alone() => Check.Rule<RandomizedHashUsedAsKey>("""
        class Key : IEqualityComparer<Key>
        {
            private readonly string _text = "";
            private int _hash;
            public override bool Equals(object? other) => other is Key key && key._text == _text;
            public override int GetHashCode() => _hash = HashCode.Combine(_text, 1);
            public bool Equals(Key? one, Key? other) => ReferenceEquals(one, other);
            public int GetHashCode(Key key) { var result = key._text.GetHashCode(); return result * 31; }
            public void Save(Key key) => File.WriteAllText("x", GetHashCode(key).ToString());
        }
        """, Target.Library);

    [Fact]
    public Task A_recursion_comes_to_an_end() => Member("", """
        private static int One(string key) => Other(key) + key.GetHashCode();
        private static int Other(string key) { var one = One(key); one = one + one; return one; }
        """);

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<RandomizedHashUsedAsKey>("""
        class Store { void Use(string key) => File.WriteAllText(key.GetHashCode().ToString(), ""); }
        """, Target.Test);

    [Fact]
    public Task A_keeper_of_ones_own_can_be_named_in_a_file_and_is_reported() => Check.Rule<RandomizedHashUsedAsKey>("""
        class Ring { public void Route(int shard) { } void Use(string key) => Route(key.[|GetHashCode|]() % 8); }
        """, Target.Library.WithFile("ProdReady.Apis.txt", "HashApis.Keep = M:Ring.Route(System.Int32)"));
}
