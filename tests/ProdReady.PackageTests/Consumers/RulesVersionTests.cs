namespace ProdReady.PackageTests.Consumers;

/// <summary>A package that is later than ours: PRD301 and PRD401 came in after 1.0. Who is pinned to 1.0 hears nothing of them, unless they ask.</summary>
[Collection(InWorkshop.Name)]
public class RulesVersionTests(Workshop workshop)
{
    [Fact]
    public async Task Who_is_pinned_to_a_version_hears_nothing_of_later_rules()
    {
        var later = workshop.LaterVersion("presets/rules-1.0.globalconfig", "\ndotnet_diagnostic.PRD301.severity = none\ndotnet_diagnostic.PRD401.severity = none");
        var folder = new Folder(workshop.NewFolder("Pinned"), later);
        Project("Unpinned", "");
        Project("Pinned", "<ProdReadyRulesVersion>1.0</ProdReadyRulesVersion> <TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
        Project("PinnedAtScale", "<ProdReadyRulesVersion>1.0</ProdReadyRulesVersion> <ProdReadyScale>insane</ProdReadyScale>");
        Project("PinnedButForOne", "<ProdReadyRulesVersion>1.0</ProdReadyRulesVersion>", "dotnet_diagnostic.PRD401.severity = suggestion");
        Project("PinnedAndStrict", "<ProdReadyRulesVersion>1.0</ProdReadyRulesVersion>", "dotnet_analyzer_diagnostic.category-ProdReady.Hangs.severity = error");
        folder.Solution();

        await folder.Build();

        Assert.Equal("PRD301 warning, PRD401 warning", folder.Log("Unpinned").Ours);
        Assert.Equal("", folder.Log("Pinned").Ours);
        Assert.Equal("", folder.Log("PinnedAtScale").Ours);
        Assert.Equal("PRD401 note", folder.Log("PinnedButForOne").Ours);
        Assert.Equal("", folder.Log("PinnedAndStrict").Ours);

        void Project(string name, string properties, string severity = "")
        {
            folder.Project(name, "<OutputType>Exe</OutputType> " + properties);
            folder.Write($"{name}/.editorconfig", "[*.cs]\n" + severity);
            foreach (var source in new[] { Defects.ConsoleProgram, Defects.Orders, Defects.Import }) folder.Write($"{name}/{source.Path}", source.Text);
        }
    }
}
