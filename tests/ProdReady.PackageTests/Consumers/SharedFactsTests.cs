namespace ProdReady.PackageTests.Consumers;

/// <summary>
/// Solutions of a library with the defaults of all services, a web application and a worker, built for real: the application is told what the library does, although
/// the build hands it over without bodies.
/// </summary>
[Collection(InWorkshop.Name)]
public class SharedFactsTests(Workshop workshop)
{
    private const string Maps = "app.MapHealthChecks(\"/health\");";
    private const string MapsInDevelopment = "if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/health\");";
    private const string MapsNothing = "app.UseRouting();";

    [Fact]
    public async Task Health_that_the_library_maps_is_not_missing()
    {
        var built = await Build("Mapping", Maps);
        Assert.Equal("", built.Web.Ours);
        Assert.True(built.HasFacts("Defaults"));
    }

    [Fact]
    public async Task A_library_that_maps_nothing_is_no_excuse()
    {
        var built = await Build("MappingNothing", MapsNothing);
        Assert.Equal("PRD501 warning", built.Web.Ours);
        // A suggestion of its own kind: it is known that the library publishes nothing either.
        Assert.Equal("PRD501 note", built.Worker.Ours);
        Assert.False(built.HasFacts("Web"));
        Assert.False(built.HasFacts("Worker"));
        Assert.False(built.HasFacts("Plain"));
    }

    [Fact]
    public async Task A_library_that_maps_in_development_leaves_production_without()
    {
        var built = await Build("MappingInDevelopment", MapsInDevelopment);
        Assert.Equal("PRD502 warning", built.Web.Ours);
        Assert.StartsWith("'MapDefaults' of 'Defaults' maps health only in Development", Assert.Single(built.Web.Findings, finding => finding.Id == "PRD502").Message);
        Assert.Equal("PRD502 warning", built.Library.Ours);
    }

    [Fact]
    public async Task Where_the_facts_are_turned_off_nothing_is_known()
    {
        var built = await Build("TurnedOff", MapsNothing, "<ProdReadyShareFacts>false</ProdReadyShareFacts>");
        Assert.Equal("", built.Web.Ours);
        Assert.Equal("", built.Worker.Ours);
        Assert.False(built.HasFacts("Defaults"));
    }

    private async Task<Built> Build(string name, string mapping, string properties = "")
    {
        var folder = workshop.NewFolder($"Facts{name}");
        // This is about health.
        Write(".editorconfig", "root = true\n[*.cs]\nprodready.PRD804.expected = false\n");
        Write("Plain/Plain.csproj", Project("Microsoft.NET.Sdk"));
        Write("Plain/Text.cs", "namespace Plain { public static class Text { public static string Upper(string text) => text.ToUpperInvariant(); } }");
        Write("Defaults/Defaults.csproj", Project("Microsoft.NET.Sdk", properties, "<FrameworkReference Include=\"Microsoft.AspNetCore.App\" /> <ProjectReference Include=\"../Plain/Plain.csproj\" />"));
        Write("Defaults/Defaults.cs", $$"""
            using Microsoft.AspNetCore.Builder;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Hosting;

            public static class Defaults
            {
                public static TBuilder AddDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
                {
                    builder.Services.AddHttpClient();
                    return builder;
                }

                public static WebApplication MapDefaults(this WebApplication app)
                {
                    {{mapping}}
                    return app;
                }
            }
            """);
        Write("Web/Web.csproj", Project("Microsoft.NET.Sdk.Web", "<ImplicitUsings>enable</ImplicitUsings>", "<ProjectReference Include=\"../Defaults/Defaults.csproj\" />"));
        Write("Web/Program.cs", """
            var builder = WebApplication.CreateBuilder(args);
            builder.AddDefaults();
            var app = builder.Build();
            app.MapDefaults();
            app.Run();
            """);
        Write("Worker/Worker.csproj", Project("Microsoft.NET.Sdk.Worker", "<ImplicitUsings>enable</ImplicitUsings> <ProdReadyScale>moderate</ProdReadyScale>", "<ProjectReference Include=\"../Defaults/Defaults.csproj\" /> <PackageReference Include=\"Microsoft.Extensions.Hosting\" Version=\"10.0.14\" />"));
        Write("Worker/Program.cs", """
            var builder = Host.CreateApplicationBuilder(args);
            builder.AddDefaults();
            builder.Services.AddHostedService<Import>();
            builder.Build().Run();

            class Import : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
                }
            }
            """);
        Write("All.slnx", """
            <Solution>
              <Project Path="Plain/Plain.csproj" />
              <Project Path="Defaults/Defaults.csproj" />
              <Project Path="Web/Web.csproj" />
              <Project Path="Worker/Worker.csproj" />
            </Solution>
            """);
        await Dotnet.Run(folder, "build", "All.slnx");
        return new Built(folder);

        void Write(string path, string text)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }

    private string Project(string sdk, string properties = "", string items = "") => $"""
        <Project Sdk="{sdk}">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{Package.Id}" Version="{workshop.Package.Version}" PrivateAssets="all" />
            {items}
          </ItemGroup>
        </Project>
        """;

    /// <summary>A solution as it was built.</summary>
    private sealed record Built(string Folder)
    {
        public Sarif Web => Sarif.Load(Path.Combine(Folder, "Web", "build.sarif"));

        public Sarif Library => Sarif.Load(Path.Combine(Folder, "Defaults", "build.sarif"));

        public Sarif Worker => Sarif.Load(Path.Combine(Folder, "Worker", "build.sarif"));

        /// <summary>The attribute lies in the file as text.</summary>
        public bool HasFacts(string project) =>
            File.ReadAllBytes(Path.Combine(Folder, project, "bin", "Debug", "net10.0", project + ".dll")).AsSpan().IndexOf("ProdReady.Facts"u8) >= 0;
    }
}
