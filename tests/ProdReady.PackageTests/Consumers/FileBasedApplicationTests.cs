namespace ProdReady.PackageTests.Consumers;

/// <summary>An application that is one file, without a project.</summary>
[Collection(InWorkshop.Name)]
public class FileBasedApplicationTests(Workshop workshop)
{
    [Fact]
    public async Task The_package_and_its_settings_are_directives()
    {
        var folder = workshop.NewFolder("FileBased");
        File.WriteAllText(Path.Combine(folder, "app.cs"), $$"""
            #:sdk Microsoft.NET.Sdk.Web
            #:package {{Package.Id}}@{{workshop.Package.Version}}
            #:property ProdReadyScale=moderate

            var builder = WebApplication.CreateBuilder(args);
            builder.Configuration.AddJsonFile("prices.json", optional: true);
            var prices = builder.Configuration["Prices:Source"]!;
            var app = builder.Build();
            app.MapGet("/prices", () => File.ReadAllText(prices));
            app.Run();
            """);

        var output = await Dotnet.Run(folder, "build", "app.cs");
        // Both are suggestions below that scale, which no build prints.
        Assert.Contains("app.cs(6,50): warning PRD104:", output);
        Assert.Contains("app.cs(7,36): warning PRD103:", output);
    }
}
