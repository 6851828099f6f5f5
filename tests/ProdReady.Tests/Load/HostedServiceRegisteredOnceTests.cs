using ProdReady.Load;

namespace ProdReady.Tests.Load;

public class HostedServiceRegisteredOnceTests
{
    private static string Setup(string body) => $$"""
        static class Setup
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
    [InlineData("for (var i = 0; i < 4; i++) services.[|AddHostedService<Worker>|]();")]
    [InlineData("for (var i = 0; i < 4; i++) { services.AddRouting().[|AddHostedService<Worker>|](); }")]
    [InlineData("foreach (var queue in queues) { services.AddSingleton(queue); services.[|AddHostedService<Worker>|](); }")]
    [InlineData("foreach (var queue in queues) services.[|AddHostedService|](_ => new Other(queue));")]
    [InlineData("foreach (var queue in queues) if (queue.Length > 0) services.[|AddHostedService|](_ => new Other(queue));")]
    [InlineData("var left = 4; while (left-- > 0) services.[|AddHostedService<Worker>|]();")]
    public async Task A_registration_in_a_loop_is_reported(string body)
    {
        var found = await Check.Rule<HostedServiceRegisteredOnce>(Setup(body));
        Assert.Contains("however often this loop runs, one '", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("services.AddHostedService<Worker>(); services.[|AddHostedService<Worker>|]();")]
    [InlineData("services.AddHostedService<Worker>().[|AddHostedService<Worker>|]();")]
    [InlineData("services.AddHostedService(_ => new Other(\"one\")); services.[|AddHostedService|](_ => new Other(\"two\"));")]
    [InlineData("services.AddHostedService<Worker>(); if (queues.Length > 0) services.[|AddHostedService<Worker>|]();")]
    [InlineData("services.AddRouting().AddHostedService<Worker>(); services.AddLogging().[|AddHostedService<Worker>|]();")]
    public async Task A_second_registration_is_reported(string body)
    {
        var found = await Check.Rule<HostedServiceRegisteredOnce>(Setup(body));
        Assert.Contains("is registered already", found.Single().GetMessage(null));
    }

    [Fact]
    public Task A_second_registration_with_a_builder_is_reported() => Check.Rule<HostedServiceRegisteredOnce>("""
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Worker>();
        builder.Services.[|AddHostedService<Worker>|]();
        builder.Build().Run();

        public class Worker : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(-1, stoppingToken);
        }
        """);

    [Theory]
    [InlineData("services.AddHostedService<Worker>(); services.AddHostedService(_ => new Other(\"\"));")]
    [InlineData("if (queues.Length > 0) services.AddHostedService<Worker>(); else services.AddHostedService<Worker>();")]
    [InlineData("if (queues.Length > 0) services.AddHostedService<Worker>(); if (queues.Length > 1) services.AddHostedService<Worker>();")]
    [InlineData("if (queues.Length > 0) { services.AddHostedService<Worker>(); return; } services.AddHostedService<Worker>();")]
    [InlineData("switch (queues.Length) { case 0: services.AddHostedService<Worker>(); break; default: services.AddHostedService<Worker>(); break; }")]
    [InlineData("foreach (var queue in queues) if (queue.Length > 0) services.AddHostedService<Worker>();")]
    [InlineData("foreach (var queue in queues) { services.AddHostedService<Worker>(); break; }")]
    [InlineData("foreach (var queue in queues) { services.AddHostedService<Worker>(); return; }")]
    [InlineData("foreach (var queue in queues) { var own = new ServiceCollection(); own.AddHostedService<Worker>(); }")]
    [InlineData("foreach (var queue in queues) { var builder = Host.CreateApplicationBuilder(); builder.Services.AddHostedService<Worker>(); }")]
    [InlineData("foreach (var queue in queues) Host.CreateDefaultBuilder().ConfigureServices(own => own.AddHostedService<Worker>());")]
    [InlineData("var other = new ServiceCollection(); services.AddHostedService<Worker>(); other.AddHostedService<Worker>();")]
    [InlineData("for (var i = 0; i < 4; i++) services.AddSingleton<IHostedService, Worker>();")]
    [InlineData("services.AddSingleton<Worker>(); services.AddHostedService(provider => provider.GetRequiredService<Worker>());")]
    public Task What_is_registered_once_or_meant_to_be_is_left_alone(string body) => Check.Rule<HostedServiceRegisteredOnce>(Setup(body));

    [Fact]
    public Task A_helper_for_each_type_is_left_alone() => Check.Rule<HostedServiceRegisteredOnce>("""
        static class Setup
        {
            public static void AddAll<T>(this IServiceCollection services, int count)
                where T : class, IHostedService
            {
                for (var i = 0; i < count; i++) services.AddHostedService<T>();
            }
        }
        """);

    [Fact]
    public Task A_test_is_left_alone() => Check.Rule<HostedServiceRegisteredOnce>(Setup("services.AddHostedService<Worker>(); services.AddHostedService<Worker>();"), Target.Test);
}
