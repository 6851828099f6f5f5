using ProdReady.Load;

namespace ProdReady.Tests.Load;

public class HostedServiceRegisteredOnceFixerTests
{
    private static string Setup(string body, string head = "") => $$"""
        {{head}}static class Setup
        {
            public static void Add(IServiceCollection services, string[] queues)
            {
                {{body.Replace("\n", "\n        ")}}
            }
        }

        public class Worker : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(-1, stoppingToken);
        }

        public class Other : Worker
        {
            public Other(string queue) { }
        }
        """;

    [Theory]
    [InlineData(
        "for (var i = 0; i < 4; i++) services.[|AddHostedService<Worker>|](); // four",
        "for (var i = 0; i < 4; i++) services.AddSingleton<IHostedService, Worker>(); // four")]
    [InlineData(
        "foreach (var queue in queues) services.[|AddHostedService|](_ => new Other(queue));",
        "foreach (var queue in queues) services.AddSingleton<IHostedService>(_ => new Other(queue));")]
    [InlineData(
        "services.AddHostedService<Worker>();\nservices.[|AddHostedService<Worker>|]();",
        "services.AddHostedService<Worker>();\nservices.AddSingleton<IHostedService, Worker>();")]
    [InlineData(
        "services.AddHostedService<Worker>()\n    .[|AddHostedService<Worker>|]();",
        "services.AddHostedService<Worker>()\n    .AddSingleton<IHostedService, Worker>();")]
    public Task Each_is_registered(string before, string after) =>
        Check.Fix<HostedServiceRegisteredOnce, HostedServiceRegisteredOnceFixer>(Setup(before), Setup(after));

    [Theory]
    [InlineData(
        "services.AddHostedService<Worker>();\nservices.[|AddHostedService<Worker>|]();\nservices.AddRouting();",
        "services.AddHostedService<Worker>();\nservices.AddRouting();")]
    [InlineData(
        "services.AddHostedService<Worker>()\n    .[|AddHostedService<Worker>|]();",
        "services.AddHostedService<Worker>();")]
    public Task The_second_is_taken_out(string before, string after) =>
        Check.Fix<HostedServiceRegisteredOnce, HostedServiceRegisteredOnceFixer>(Setup(before), Setup(after), index: 1);

    [Fact]
    public Task In_a_loop_nothing_is_taken_out() => Check.NoFixNamed<HostedServiceRegisteredOnce, HostedServiceRegisteredOnceFixer>(
        "Remove the registration that is ignored", Setup("foreach (var queue in queues) services.[|AddHostedService<Worker>|]();"));
}
