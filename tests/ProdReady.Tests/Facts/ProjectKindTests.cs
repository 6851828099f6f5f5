using ProdReady.Facts;

namespace ProdReady.Tests.Facts;

public class ProjectKindTests
{
    private const string Program = "System.Console.WriteLine();";
    private const string Type = "class A { }";

    private static ProjectKind Of(string source, Target target)
    {
        var snippet = new Snippet(source, target);
        return Known.About(snippet.Compilation, Options.Of(target), default).Kind;
    }

    private static Target With(string property) => new() { Properties = { [property] = "true", ["OutputType"] = "Exe" }, References = References.Plain };

    [Fact]
    public void The_web_SDK_makes_a_web_application() => Assert.Equal(ProjectKind.Web, Of(Program, Target.Web));

    [Fact]
    public void The_worker_SDK_makes_a_worker() => Assert.Equal(ProjectKind.Worker, Of(Program, With("UsingMicrosoftNETSdkWorker")));

    [Fact]
    public void An_executable_without_a_host_is_a_command_line_tool() => Assert.Equal(ProjectKind.CommandLine, Of(Program, Target.Tool));

    [Fact]
    public void Without_MSBuild_the_references_tell() => Assert.Equal(ProjectKind.Web, Of(Program, new Target()));

    [Fact]
    public void What_has_no_entry_point_is_a_library() => Assert.Equal(ProjectKind.Library, Of(Type, Target.Library));

    [Fact]
    public void A_library_of_the_web_SDK_is_a_library() =>
        Assert.Equal(ProjectKind.Library, Of(Type, new Target { Properties = { ["UsingMicrosoftNETSdkWeb"] = "true", ["OutputType"] = "Library" } }));

    [Theory]
    [InlineData("IsTestProject")]
    [InlineData("IsAspireHost")]
    [InlineData("UsingMicrosoftNETSdkBlazorWebAssembly")]
    public void Tests_app_hosts_and_browser_applications_are_excluded(string property) => Assert.Equal(ProjectKind.Excluded, Of(Program, With(property)));

    [Theory]
    [InlineData("xunit.core", "Excluded")]
    [InlineData("nunit.framework", "Excluded")]
    [InlineData("PresentationFramework", "Excluded")]
    [InlineData("Avalonia.Controls", "Excluded")]
    [InlineData("Aspire.Hosting.AppHost", "Excluded")]
    [InlineData("Microsoft.AspNetCore.Components.WebAssembly", "Excluded")]
    [InlineData("Microsoft.Azure.Functions.Worker.Core", "Function")]
    [InlineData("Amazon.Lambda.Core", "Function")]
    public void References_tell_what_a_project_is(string assembly, string kind)
    {
        var reference = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create(assembly, references: References.Plain).ToMetadataReference();
        Assert.Equal(Enum.Parse<ProjectKind>(kind), Of(Program, new Target { References = [.. References.Plain, reference] }));
    }

    [Fact]
    public void The_server_of_a_browser_application_is_a_web_application()
    {
        var client = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create("Microsoft.AspNetCore.Components.WebAssembly", references: References.Plain).ToMetadataReference();
        Assert.Equal(ProjectKind.Web, Of(Program, Target.Web with { References = [.. References.All, client] }));
    }
}
