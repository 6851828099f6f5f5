namespace ProdReady.PackageTests.Harness;

/// <summary>A committed text that the tests compare, and rewrite when <c>PRODREADY_BLESS</c> is 1.</summary>
internal static class Snapshot
{
    public static void Matches(string relativePath, string actual) => Matches(relativePath, actual, text => text);

    /// <summary>The same for what differs from run to run in what <paramref name="comparable"/> takes out.</summary>
    public static void Matches(string relativePath, string actual, Func<string, string> comparable)
    {
        var path = Repository.PathOf(relativePath);
        if (Environment.GetEnvironmentVariable("PRODREADY_BLESS") == "1") File.WriteAllText(path, actual);

        var expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        Assert.True(comparable(expected) == comparable(actual), $"{relativePath} is not what it says; if the change is meant, run the tests with PRODREADY_BLESS=1. It is now:\n{actual}");
    }

    /// <summary>The same for the part of a file between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</summary>
    public static void SectionMatches(string relativePath, string name, string actual)
    {
        var text = File.ReadAllText(Repository.PathOf(relativePath)).ReplaceLineEndings("\n");
        var begin = text.IndexOf($"<!-- {name} -->", StringComparison.Ordinal);
        var end = text.IndexOf($"<!-- /{name} -->", StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"{relativePath} has no section '{name}'");
        Matches(relativePath, text[..begin] + $"<!-- {name} -->\n{actual}" + text[end..]);
    }
}
