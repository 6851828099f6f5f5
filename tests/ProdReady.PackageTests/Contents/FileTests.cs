namespace ProdReady.PackageTests.Contents;

[Collection(InWorkshop.Name)]
public class FileTests(Workshop workshop)
{
    [Fact]
    public void The_package_holds_the_files_of_the_snapshot() =>
        Snapshot.Matches("tests/ProdReady.PackageTests/Package.snapshot.txt", string.Concat(workshop.Package.Entries().Select(entry => entry + "\n")));

    [Fact]
    public async Task Packing_the_same_sources_elsewhere_gives_the_same_bytes()
    {
        var again = await workshop.PackAgain();
        foreach (var entry in workshop.Package.Entries())
            Assert.True(workshop.Package.Read(entry).AsSpan().SequenceEqual(again.Read(entry)), $"{entry} differs");
    }
}
