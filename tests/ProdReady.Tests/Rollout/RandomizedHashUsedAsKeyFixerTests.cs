using ProdReady.Rollout;

namespace ProdReady.Tests.Rollout;

public class RandomizedHashUsedAsKeyFixerTests
{
    private static string Store(string hash, string usings = "") => $$"""
        {{usings}}class Store
        {
            // Where is it?
            string PathOf(string key) => $"orders-{{{hash}} % 8}.txt";

            bool Has(string key) => File.Exists(PathOf(key));
        }
        """;

    private const string Added = "using System.Buffers.Binary;\nusing System.Security.Cryptography;\nusing System.Text;\n\n";

    [Theory]
    [InlineData("key.[|GetHashCode|]()", "key")]
    [InlineData("key.Trim().[|GetHashCode|](StringComparison.Ordinal)", "key.Trim()")]
    [InlineData("key.[|GetHashCode|](StringComparison.OrdinalIgnoreCase)", "key.ToUpperInvariant()")]
    public Task A_text_is_hashed_alike_everywhere(string hash, string text) => Check.Fix<RandomizedHashUsedAsKey, RandomizedHashUsedAsKeyFixer>(
        Store(hash), Store($"BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes({text})))", Added), Target.Library);

    [Theory]
    [InlineData("HashCode.[|Combine|](key, 1)")]
    [InlineData("(key?.[|GetHashCode|]() ?? 0)")]
    [InlineData("key.[|GetHashCode|](StringComparison.CurrentCulture)")]
    [InlineData("(key, 1).[|GetHashCode|]()")]
    public Task What_is_no_plain_text_has_no_fix(string hash) => Check.NoFix<RandomizedHashUsedAsKey, RandomizedHashUsedAsKeyFixer>(Store(hash), Target.Library);
}
