using System.Text;
using System.Xml.Linq;

namespace ProdReady.PackageTests.Contents;

[Collection(InWorkshop.Name)]
public class MetadataTests(Workshop workshop)
{
    private readonly XElement _metadata = workshop.Package.Metadata();

    [Fact]
    public void It_has_the_id_and_the_version_it_was_packed_with()
    {
        Assert.Equal(Package.Id, Text("id"));
        Assert.Equal(workshop.Package.Version, Text("version"));
    }

    [Theory]
    [InlineData("authors")]
    [InlineData("description")]
    [InlineData("copyright")]
    [InlineData("projectUrl")]
    [InlineData("releaseNotes")]
    public void It_tells_a_stranger(string what) => Assert.NotEmpty(Text(what));

    [Theory]
    [InlineData("analyzer")]
    [InlineData("roslyn")]
    [InlineData("production")]
    public void It_is_found_under(string tag) => Assert.Contains(tag, Text("tags").Split(' '));

    [Fact]
    public void The_licence_is_a_file_with_the_text_of_MIT()
    {
        Assert.Equal("file", Element("license")?.Attribute("type")?.Value);
        Assert.StartsWith("MIT License", FileNamedBy("license"));
    }

    [Fact]
    public void The_readme_is_that_of_the_repository() =>
        Assert.Equal(File.ReadAllText(Repository.PathOf("README.md")), FileNamedBy("readme"));

    [Fact]
    public void The_icon_is_a_picture() =>
        Assert.Equal("PNG"u8.ToArray(), workshop.Package.Read(Text("icon"))[1..4]);

    [Fact]
    public void The_repository_is_named()
    {
        Assert.Equal("git", Element("repository")?.Attribute("type")?.Value);
        Assert.StartsWith("https://", Element("repository")?.Attribute("url")?.Value);
    }

    [Fact]
    public void It_is_needed_only_while_developing() => Assert.Equal("true", Text("developmentDependency"));

    [Fact]
    public void It_depends_on_nothing() =>
        Assert.DoesNotContain(_metadata.Descendants(), element => element.Name.LocalName == "dependency");

    private XElement? Element(string name) => _metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name);

    private string Text(string name) => Element(name)?.Value ?? "";

    private string FileNamedBy(string element) => Encoding.UTF8.GetString(workshop.Package.Read(Text(element)));
}
