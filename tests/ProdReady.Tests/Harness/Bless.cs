namespace ProdReady.Tests.Harness;

/// <summary>Text that is generated from the code: compared by default, written when <c>PRODREADY_BLESS=1</c>.</summary>
internal static class Bless
{
    private static readonly bool Writes = Environment.GetEnvironmentVariable("PRODREADY_BLESS") == "1";

    public static void Matches(string relativePath, string content)
    {
        var path = Repository.PathOf(relativePath);
        var expected = content.Replace("\r\n", "\n");
        var actual = File.Exists(path) ? File.ReadAllText(path).Replace("\r\n", "\n") : "";
        if (actual == expected) return;
        if (Writes)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
            return;
        }

        Assert.Fail($"{relativePath} is not what the code says. Run the tests with PRODREADY_BLESS=1 and read the difference.");
    }

    /// <summary>The same for the part of a file between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</summary>
    public static void SectionMatches(string relativePath, string name, string content)
    {
        var text = Repository.Read(relativePath).Replace("\r\n", "\n");
        var begin = text.IndexOf($"<!-- {name} -->", StringComparison.Ordinal);
        var end = text.IndexOf($"<!-- /{name} -->", StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"{relativePath} has no section '{name}'");
        Matches(relativePath, text[..begin] + $"<!-- {name} -->\n{content}" + text[end..]);
    }
}
