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

    /// <summary>The same package under another version, with a line more in one of its files.</summary>
    public string RepackedWith(string file, string line, string version)
    {
        File.Copy(_file, Path.Combine(Path.GetDirectoryName(_file)!, $"{Id}.{version}.nupkg"));
        using var zip = ZipFile.Open(Path.Combine(Path.GetDirectoryName(_file)!, $"{Id}.{version}.nupkg"), ZipArchiveMode.Update);
        Change(file, text => text + line + "\n");
        Change($"{Id}.nuspec", text => text.Replace($"<version>{Version}</version>", $"<version>{version}</version>"));
        return version;

        void Change(string entry, Func<string, string> change)
        {
            var text = System.Text.Encoding.UTF8.GetString(Read(entry));
            zip.GetEntry(entry)!.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
            writer.Write(change(text));
        }
    }

    private static bool IsOurs(string entry) =>
        !entry.StartsWith("_rels/", StringComparison.Ordinal) && !entry.StartsWith("package/", StringComparison.Ordinal) && entry != "[Content_Types].xml";
}
