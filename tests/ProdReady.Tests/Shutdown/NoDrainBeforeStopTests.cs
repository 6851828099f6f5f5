using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class NoDrainBeforeStopTests
{
    private static Target On(params (string Property, string Value)[] properties)
    {
        var target = new Target { Properties = { ["UsingMicrosoftNETSdkWeb"] = "true" } };
        foreach (var (property, value) in properties) target.Properties[property] = value;
        return target;
    }

    private static readonly Target Kubernetes = On(("ProdReadyPlatform", "Kubernetes"));

    private const string Application = """
        var app = WebApplication.CreateBuilder(args).Build();
        app.[|Run|]();
        """;

    private static readonly string Quiet = Application.Replace("[|", "").Replace("|]", "");

    [Fact]
    public Task An_application_on_Kubernetes_is_reported() => Check.Rule<NoDrainBeforeStop>(Application, Kubernetes);

    [Theory]
    [InlineData("ContainerRepository", "shop")]
    [InlineData("ContainerImageName", "shop")]
    [InlineData("ContainerRegistry", "registry.example.org")]
    [InlineData("ContainerBaseImage", "mcr.microsoft.com/dotnet/aspnet:10.0")]
    [InlineData("ContainerFamily", "noble-chiseled")]
    [InlineData("DockerDefaultTargetOS", "Linux")]
    public Task An_application_in_a_container_is_reported(string property, string value) => Check.Rule<NoDrainBeforeStop>(Application, On((property, value)));

    [Fact]
    public Task An_application_with_a_Dockerfile_is_reported() => Check.Rule<NoDrainBeforeStop>(Application, On().WithFile("/src/Dockerfile", ""));

    [Theory]
    [InlineData("EnableSdkContainerSupport", "true")]
    [InlineData("ContainerRepository", "")]
    public Task An_application_of_which_nothing_says_where_it_runs_is_left_alone(string property, string value) => Check.Rule<NoDrainBeforeStop>(Quiet, On((property, value)));

    [Fact]
    public Task An_application_on_another_platform_is_left_alone() => Check.Rule<NoDrainBeforeStop>(Quiet, On(("ProdReadyPlatform", "systemd"), ("ContainerRepository", "shop")));

    [Fact]
    public Task A_platform_that_waits_itself_is_left_alone() => Check.Rule<NoDrainBeforeStop>(Quiet, Kubernetes.With(("prodready.PRD206.drain", "platform")));

    [Fact]
    public Task A_generic_host_that_serves_HTTP_is_reported_once() => Check.Rule<NoDrainBeforeStop>("""
        class Program
        {
            static void Main(string[] args)
            {
                if (args.Length > 0) { Make(args).Build().[|Run|](); return; }
                Make(args).Build().Run();
            }

            static IHostBuilder Make(string[] args) => Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.Configure(app => app.Run(context => Task.CompletedTask)));
        }
        """, Kubernetes);

    [Fact]
    public Task A_host_without_HTTP_is_left_alone() => Check.Rule<NoDrainBeforeStop>("Host.CreateDefaultBuilder(args).Build().Run();", Kubernetes);

    [Fact]
    public Task A_library_is_left_alone() => Check.Rule<NoDrainBeforeStop>("static class Server { public static void Main(string[] args) => WebApplication.Create(args).Run(); }", On(("ProdReadyPlatform", "kubernetes"), ("OutputType", "Library")));

    private static string With(string statement, string more = "", bool drains = true) => $"""
        var app = WebApplication.CreateBuilder(args).Build();
        {statement}
        app.{(drains ? "Run" : "[|Run|]")}();
        {more}
        """;

    [Theory]
    [InlineData("app.Lifetime.ApplicationStopping.Register(() => Thread.Sleep(5000));")]
    [InlineData("app.Lifetime.ApplicationStopping.Register(() => Task.Delay(5000).Wait());")]
    [InlineData("app.Lifetime.ApplicationStopping.Register(Drain); void Drain() { Thread.Sleep(5000); }")]
    [InlineData("app.Lifetime.ApplicationStopping.Register(() => Drain()); void Drain() { Thread.Sleep(5000); }")]
    [InlineData("app.Lifetime.ApplicationStopping.Register(_ => { Thread.Sleep(5000); }, null);")]
    [InlineData("Action stop = Console.WriteLine; app.Lifetime.ApplicationStopping.Register(stop);")]
    [InlineData("app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => Thread.Sleep(5000));")]
    [InlineData("System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, context => { context.Cancel = true; });")]
    public Task An_application_that_may_wait_before_it_stops_is_left_alone(string statement) => Check.Rule<NoDrainBeforeStop>(With(statement), Kubernetes);

    [Theory]
    [InlineData("app.Lifetime.ApplicationStopping.Register(() => Console.WriteLine());")]
    [InlineData("app.Lifetime.ApplicationStopping.Register(Tell); void Tell() { Console.WriteLine(); }")]
    [InlineData("app.Lifetime.ApplicationStopped.Register(() => Thread.Sleep(5000));")]
    [InlineData("app.MapGet(\"/\", () => Thread.Sleep(5000));")]
    public Task An_application_that_does_not_wait_is_reported(string statement) => Check.Rule<NoDrainBeforeStop>(With(statement, drains: false), Kubernetes);

    [Theory]
    [InlineData("class Drain : IHostedLifecycleService { public async Task StoppingAsync(CancellationToken t) { await Task.Delay(5000, t); } public Task StoppedAsync(CancellationToken t) => Task.CompletedTask; public Task StartingAsync(CancellationToken t) => Task.CompletedTask; public Task StartedAsync(CancellationToken t) => Task.CompletedTask; public Task StartAsync(CancellationToken t) => Task.CompletedTask; public Task StopAsync(CancellationToken t) => Task.CompletedTask; }")]
    [InlineData("class Drain : IHostedService { public Task StartAsync(CancellationToken t) => Task.CompletedTask; public async Task StopAsync(CancellationToken t) { await Task.Delay(5000, t); } }")]
    [InlineData("class Own : IHostLifetime { public Task WaitForStartAsync(CancellationToken t) => Task.CompletedTask; public Task StopAsync(CancellationToken t) => Task.CompletedTask; }")]
    public Task A_service_that_waits_when_it_is_stopped_is_left_alone(string service) => Check.Rule<NoDrainBeforeStop>(With("", service), Kubernetes);

    [Fact]
    public Task A_service_that_is_stopped_at_once_is_reported() => Check.Rule<NoDrainBeforeStop>(
        With("", "class Parts : IHostedService { public async Task StartAsync(CancellationToken t) { await Task.Delay(10, t); } public Task StopAsync(CancellationToken t) => Task.CompletedTask; }", drains: false), Kubernetes);

    [Theory]
    [InlineData("await Task.WhenAny(_work, Task.Delay(Timeout.Infinite, t));")]
    [InlineData("await _work.WaitAsync(t);")]
    public Task A_service_that_waits_for_its_own_work_is_reported(string stop) => Check.Rule<NoDrainBeforeStop>(
        With("", $"class Parts : IHostedService {{ private readonly Task _work = Task.CompletedTask; public Task StartAsync(CancellationToken t) => Task.CompletedTask; public async Task StopAsync(CancellationToken t) {{ {stop} }} }}", drains: false), Kubernetes);

    private const string Helper = "namespace Shop; public static class Hosting { public static void AddServiceDefaults(this IHostApplicationBuilder builder) { } public static void MapDefaults(this WebApplication app) { } public static void AddGracefulEnd(this IServiceCollection services) { } }";

    [Theory]
    [InlineData("builder.AddServiceDefaults();", LibraryAs.ReferenceAssembly, true)]
    [InlineData("builder.AddServiceDefaults();", LibraryAs.Source, false)]
    [InlineData("builder.AddServiceDefaults();", LibraryAs.Assembly, false)]
    [InlineData("builder.Build().MapDefaults();", LibraryAs.ReferenceAssembly, false)]
    [InlineData("builder.Services.AddGracefulEnd();", LibraryAs.Assembly, true)]
    public Task An_application_that_is_handed_to_code_that_is_not_here_is_left_alone(string statement, LibraryAs how, bool drains) => Check.Rule<NoDrainBeforeStop>($"""
        using Shop;
        var builder = WebApplication.CreateBuilder(args);
        {statement}
        builder.Build().{(drains ? "Run" : "[|Run|]")}();
        """, Kubernetes with { LibrarySource = Helper, LibraryAs = how });
}
