namespace ProdReady.Engine;

/// <summary>Where a user who is told something can read on.</summary>
internal static class Pages
{
    /// <summary>All rules.</summary>
    public const string Rules = Root + "index.md";

    /// <summary>All settings.</summary>
    public const string Options = Root + "options.md";

    private const string Root = "https://github.com/prodready/ProdReady.Analyzers/blob/main/docs/";

    public static string Of(string rule) => Root + "rules/" + rule + ".md";
}
