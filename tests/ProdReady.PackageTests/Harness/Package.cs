using System.IO.Compression;
using System.Xml.Linq;

namespace ProdReady.PackageTests.Harness;

/// <summary>The package, packed from the sources as they are now.</summary>
internal sealed class Package
{
    public const string Id = "ProdReady.Analyzers";

    private readonly string _file;

    private Package(string file, string version)
    {
        _file = file;
        Version = version;
    }

    public string Version { get; }

    /// <summary>Packs into <paramref name="feed"/>; the outputs stay out of the repository, where another build may be under way.</summary>
    public static async Task<Package> Pack(string feed, string artifacts, string version)
    {
        await Dotnet.Run(
            Repository.PathOf("src/ProdReady.Package"),
            "pack", "-c", "Release", "-o", feed, "--artifacts-path", artifacts, $"-p:Version={version}");
        return new Package(Path.Combine(feed, $"{Id}.{version}.nupkg"), version);
    }

    /// <summary>The files in it, without those that any package has.</summary>
    public IReadOnlyList<string> Entries()
    {
        using var zip = ZipFile.OpenRead(_file);
        return [.. zip.Entries.Select(entry => entry.FullName).Where(IsOurs).Order(StringComparer.Ordinal)];
    }

    public byte[] Read(string entry)
    {
        using var zip = ZipFile.OpenRead(_file);
        using var content = zip.GetEntry(entry)?.Open() ?? throw new FileNotFoundException($"The package has no '{entry}'.");
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>The <c>metadata</c> of the nuspec.</summary>
    public XElement Metadata()
    {
        using var nuspec = new MemoryStream(Read($"{Id}.nuspec"));
        return XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata");
    }

    private static bool IsOurs(string entry) =>
        !entry.StartsWith("_rels/", StringComparison.Ordinal) && !entry.StartsWith("package/", StringComparison.Ordinal) && entry != "[Content_Types].xml";
}
