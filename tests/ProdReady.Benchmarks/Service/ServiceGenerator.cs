using ProdReady.Benchmarks.Inputs;
using ProdReady.Benchmarks.Service.Parts;

namespace ProdReady.Benchmarks.Service;

/// <summary>Writes a service of about the wished size; the same one every time, so that runs can be compared.</summary>
internal static class ServiceGenerator
{
    private const int Seed = 20260101;

    public static IReadOnlyList<SourceFile> Write(int lines, bool health)
    {
        var files = new List<SourceFile> { Composition.Shared() };
        var areas = new List<Area>();
        var written = 0;
        foreach (var area in Area.All(new Random(Seed)))
        {
            if (written >= lines) break;
            areas.Add(area);
            foreach (var file in Everything(area))
            {
                files.Add(file);
                written += file.Lines;
            }
        }

        return [Composition.Program(areas, health), .. files];
    }

    private static IEnumerable<SourceFile> Everything(Area area)
    {
        yield return Model.Of(area);
        yield return Rules.Of(area);
        yield return Repository.Of(area);
        yield return Cache.Of(area);
        yield return Client.Of(area);
        yield return Logic.Of(area);
        yield return Composition.HasEndpoints(area) ? Endpoints.Of(area) : Controller.Of(area);
        yield return Importer.Of(area);
        yield return Worker.Of(area);
        yield return Registration.Of(area);
    }
}
