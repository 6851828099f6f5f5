namespace ProdReady.PackageTests.Consumers;

/// <summary>
/// A service whose health endpoint is mapped by a project it refers to, as Aspire's templates do it: a build shows that project as a reference assembly
/// without bodies, and the rule must not take what it cannot see for missing.
/// </summary>
[Collection(InWorkshop.Name)]
public class ReferencedProjectTests(Workshop workshop)
{
    [Fact]
    public async Task Health_that_a_referenced_project_maps_is_not_missing()
    {
        var folder = workshop.NewFolder("Referenced");
        Write(folder, "Defaults/Defaults.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
              </ItemGroup>
            </Project>
            """);
        Write(folder, "Defaults/Defaults.cs", """
            using Microsoft.AspNetCore.Builder;
            using Microsoft.Extensions.DependencyInjection;

            public static class Defaults
            {
                public static void AddDefaults(this IServiceCollection services) => services.AddHealthChecks();

                public static void MapDefaults(this WebApplication app) => app.MapHealthChecks("/health");
            }
            """);
        Write(folder, "Mapped/Mapped.csproj", Service());
        Write(folder, "Mapped/Program.cs", """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddDefaults();
            var app = builder.Build();
            app.MapDefaults();
            app.Run();
            """);
        Write(folder, "Unmapped/Unmapped.csproj", Service());
        Write(folder, "Unmapped/Program.cs", """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddDefaults();
            var app = builder.Build();
            app.Run();
            """);

        Assert.Equal("", await Build(folder, "Mapped"));
        Assert.Equal("PRD501 warning", await Build(folder, "Unmapped"));
    }

    private static async Task<string> Build(string folder, string project)
    {
        await Dotnet.Run(folder, "build", project);
        return Sarif.Load(Path.Combine(folder, project, "build.sarif")).Ours;
    }

    private string Service() => $"""
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{Package.Id}" Version="{workshop.Package.Version}" PrivateAssets="all" />
            <ProjectReference Include="../Defaults/Defaults.csproj" />
          </ItemGroup>
        </Project>
        """;

    private static void Write(string folder, string path, string text)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
