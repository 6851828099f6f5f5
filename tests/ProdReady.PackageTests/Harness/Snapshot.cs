namespace ProdReady.PackageTests.Harness;

/// <summary>A committed text that the tests compare, and rewrite when <c>PRODREADY_BLESS</c> is 1.</summary>
internal static class Snapshot
{
    public static void Matches(string relativePath, string actual)
    {
        var path = Repository.PathOf(relativePath);
        if (Environment.GetEnvironmentVariable("PRODREADY_BLESS") == "1") File.WriteAllText(path, actual);

        var expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        Assert.True(expected == actual, $"{relativePath} is not what it says; if the change is meant, run the tests with PRODREADY_BLESS=1. It is now:\n{actual}");
    }
}
