namespace ProdReady.PackageTests.Consumers;

/// <summary>The same code gets the advice that fits the project it is in.</summary>
[Collection(InWorkshop.Name)]
public class ProjectKindTests(Workshop workshop)
{
    internal static readonly Consumer WebApplication = Consumer.Web();
    internal static readonly Consumer WorkerService = Consumer.Worker();
    internal static readonly Consumer ConsoleTool = Consumer.Console();
    internal static readonly Consumer ClassLibrary = Consumer.Library();
    internal static readonly Consumer TestProject = Consumer.Library() with { Properties = "<IsTestProject>true</IsTestProject>" };

    [Fact]
    public async Task A_web_application_is_told_about_all_five() =>
        Assert.Equal("PRD101 warning, PRD202 warning, PRD301 warning, PRD401 warning, PRD501 warning", (await workshop.Build(WebApplication)).Ours);

    [Fact]
    public async Task A_worker_is_not_asked_for_a_health_endpoint() =>
        Assert.Equal("PRD101 warning, PRD202 warning, PRD301 warning, PRD401 warning", (await workshop.Build(WorkerService)).Ours);

    [Fact]
    public async Task A_console_tool_is_told_about_its_code_but_not_about_hosts() =>
        Assert.Equal("PRD301 warning, PRD401 warning", (await workshop.Build(ConsoleTool)).Ours);

    [Fact]
    public async Task A_library_is_told_about_its_code_but_not_about_start_and_health() =>
        Assert.Equal("PRD202 warning, PRD301 warning, PRD401 warning", (await workshop.Build(ClassLibrary)).Ours);

    [Fact]
    public async Task A_test_project_is_left_alone() =>
        Assert.Equal("", (await workshop.Build(TestProject)).Ours);
}
