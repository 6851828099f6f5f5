using System.Text;

namespace ProdReady.Site;

/// <summary>README.md and all of docs as pages that link to one another.</summary>
public sealed class Site
{
    private readonly string _repository;

    private Site(string repository, IReadOnlyList<Page> pages)
    {
        _repository = repository;
        Pages = pages;
    }

    /// <summary>The pages in the order of their sources, the front page first.</summary>
    public IReadOnlyList<Page> Pages { get; }

    public static Site Of(string repository)
    {
        var sources = Directory.EnumerateFiles(Path.Combine(repository, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(repository, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .Prepend("README.md");
        return new Site(repository, [.. sources.Select(source => Page.Of(source, File.ReadAllText(Path.Combine(repository, source))))]);
    }

    public void WriteTo(string folder)
    {
        foreach (var page in Pages) Write(folder, page.Address, Layout.Of(page, this));
        Write(folder, Layout.Stylesheet, Resource(Layout.Stylesheet));
        foreach (var picture in Pages.SelectMany(page => page.Pictures).Distinct())
            Write(folder, Addresses.OfPicture(picture), File.ReadAllText(Path.Combine(_repository, picture)));
    }

    /// <summary>Each link into the repository that leads nowhere, as <c>page: link</c>.</summary>
    public IReadOnlyList<string> BrokenLinks() =>
        [.. Pages.SelectMany(page => page.Links.Where(link => !Exists(link)).Select(link => $"{page.Source}: {link.Text}"))];

    public Page? At(string source) => Pages.SingleOrDefault(page => page.Source == source);

    private bool Exists(Link link)
    {
        if (link.IsElsewhere) return true;
        if (At(link.Target) is { } page) return link.Anchor.Length == 0 || page.Anchors.Contains(link.Anchor);
        var path = Path.Combine(_repository, link.Target);
        return link.Anchor.Length == 0 && (File.Exists(path) || Directory.Exists(path));
    }

    private static void Write(string folder, string address, string text)
    {
        var path = Path.Combine(folder, address);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(Site).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
