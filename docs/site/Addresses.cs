namespace ProdReady.Site;

/// <summary>Where on the site a file of the repository is.</summary>
internal static class Addresses
{
    private const string Repository = "https://github.com/prodready/ProdReady.Analyzers";

    public static string Of(string source) => source switch
    {
        "README.md" => "index.html",
        "docs/index.md" => "rules/index.html",
        _ => Path.ChangeExtension(source["docs/".Length..], ".html"),
    };

    public static string OfPicture(string source) => source["docs/".Length..];

    /// <summary>What is no page is read where the sources are.</summary>
    public static string OfSource(string path) => $"{Repository}/{(Path.HasExtension(path) ? "blob" : "tree")}/main/{path}";

    public static string Relative(string from, string to)
    {
        var up = string.Concat(Enumerable.Repeat("../", from.Count(letter => letter == '/')));
        return up + to;
    }
}
