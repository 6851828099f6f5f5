using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents;

public sealed class EveryIncident
{
    [Fact]
    public void Every_incident_has_a_program_and_an_expectation()
    {
        var expected = typeof(Incident).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Incident)) && !type.IsAbstract)
            .Select(type => ((Incident)Activator.CreateInstance(type)!).Folder);
        Assert.Equal(Repository.Incidents.Select(folder => folder.Name), expected.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_program_is_a_project_named_App() =>
        Assert.All(Repository.Incidents, folder => Assert.True(File.Exists(Path.Combine(folder.FullName, "App.csproj")), folder.Name));
}
