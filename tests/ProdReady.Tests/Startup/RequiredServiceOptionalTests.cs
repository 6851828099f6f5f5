using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class RequiredServiceOptionalTests
{
    private static string In(string statements, string usings = "") => $$"""
        {{usings}}
        #nullable enable
        #pragma warning disable CS8602, CS8604, CS8618
        interface IClock { DateTime Now { get; } event Action Ticked; }
        class Meeting { public Meeting(IClock clock) { } }
        class Calendar { public Calendar(IClock? clock) { } public IClock Clock { get; set; } public IClock? Spare { get; set; } }

        class Use
        {
            public IClock? At(IServiceProvider provider, bool early, Type type, IClock? other)
            {
                {{statements}}
                return null;
            }
        }
        """;

    [Theory]
    [InlineData("new Meeting(provider.[|GetService<IClock>|]()!);")]
    [InlineData("new Meeting(provider.[|GetKeyedService<IClock>|](\"utc\")!);")]
    [InlineData("new Meeting((IClock)provider.[|GetService|](typeof(IClock))!);")]
    [InlineData("new Meeting(((IClock)provider.[|GetService|](typeof(IClock)))!);")]
    [InlineData("new Calendar(null).Clock = provider.[|GetService<IClock>|]()!;")]
    [InlineData("var clock = provider.[|GetService<IClock>|]()!; new Meeting(clock);")]
    [InlineData("Func<IClock> make = () => provider.[|GetService<IClock>|]()!;")]
    [InlineData("provider.[|GetService<IClock>|]()!.Now.ToString();")]
    [InlineData("provider.[|GetService<IClock>|]().Now.ToString();")]
    [InlineData("((IClock)provider.[|GetService|](typeof(IClock))).Now.ToString();")]
    [InlineData("var clock = provider.[|GetService<IClock>|](); Console.WriteLine(clock.Now);")]
    [InlineData("var clock = provider.[|GetService<IClock>|](); Console.WriteLine(); if (clock.Now.Hour > 1) Console.WriteLine();")]
    [InlineData("foreach (var part in provider.[|GetService<List<string>>|]()) Console.WriteLine(part);")]
    [InlineData("var parts = provider.[|GetService<List<string>>|](); foreach (var part in parts) Console.WriteLine(part);")]
    [InlineData("new ServiceCollection().BuildServiceProvider().[|GetService|](typeof(IClock))!.ToString();")]
    public Task A_service_that_is_taken_for_granted_is_reported(string statements) => Check.Rule<RequiredServiceOptional>(In(statements));

    [Theory]
    [InlineData("var clock = provider.GetService<IClock>(); Console.WriteLine(clock?.Now);")]
    [InlineData("var clock = provider.GetService<IClock>(); if (clock != null) Console.WriteLine(clock.Now);")]
    [InlineData("var clock = provider.GetService<IClock>()!; if (clock is null) return null; Console.WriteLine(clock.Now);")]
    [InlineData("var clock = provider.GetService<IClock>()!; ArgumentNullException.ThrowIfNull(clock); Console.WriteLine(clock.Now);")]
    [InlineData("var clock = provider.GetService<IClock>(); clock ??= other; Console.WriteLine(clock.Now);")]
    [InlineData("var clock = provider.GetService<IClock>() ?? other!; Console.WriteLine(clock.Now);")]
    [InlineData("var now = provider.GetService<IClock>()?.Now;")]
    [InlineData("if (provider.GetService<IClock>() is { } clock) Console.WriteLine(clock.Now);")]
    public Task A_service_that_is_asked_for_and_tested_is_left_alone(string statements) => Check.Rule<RequiredServiceOptional>(In(statements));

    [Theory]
    [InlineData("var clock = provider.GetService<IClock>(); if (early) Console.WriteLine(clock.Now);")]
    [InlineData("var clock = provider.GetService<IClock>(); if (early) return null; Console.WriteLine(clock.Now);")]
    [InlineData("var clock = provider.GetService<IClock>(); Console.WriteLine(early && clock.Now.Hour > 1);")]
    [InlineData("var clock = provider.GetService<IClock>(); Action later = () => Console.WriteLine(clock.Now);")]
    [InlineData("var clock = provider.GetService<IClock>(); while (early) Console.WriteLine(clock.Now);")]
    [InlineData("var clock = provider.GetService<IClock>(); try { Console.WriteLine(clock.Now); } catch (NullReferenceException) { }")]
    [InlineData("var clock = provider.GetService<IClock>(); Console.WriteLine(early ? clock.Now : default);")]
    [InlineData("var clock = provider.GetService<IClock>(); switch (early) { case true: Console.WriteLine(clock.Now); break; }")]
    public Task A_service_that_is_used_only_at_times_is_left_alone(string statements) => Check.Rule<RequiredServiceOptional>(In(statements));

    [Theory]
    [InlineData("new Calendar(provider.GetService<IClock>()!);")]
    [InlineData("new Calendar(null).Spare = provider.GetService<IClock>()!;")]
    [InlineData("return provider.GetService<IClock>()!;")]
    [InlineData("new Meeting(provider.GetService<IClock>());")]
    [InlineData("provider?.GetService<IClock>()!.Now.ToString();")]
    [InlineData("provider.GetRequiredService<IClock>().Now.ToString();")]
    public Task A_service_for_somebody_who_takes_null_is_left_alone(string statements) => Check.Rule<RequiredServiceOptional>(In(statements));

    [Theory]
    [InlineData("provider.GetService<ILoggerFactory>()!.CreateLogger(\"x\");")]
    [InlineData("provider.GetService<ILogger<Use>>()!.LogInformation(\"x\");")]
    [InlineData("provider.GetService<IEnumerable<IClock>>()!.ToList();")]
    [InlineData("provider.GetService<System.Diagnostics.DiagnosticListener>()!.IsEnabled();")]
    [InlineData("provider.GetService(type)!.ToString();")]
    public Task A_service_that_is_always_there_or_not_written_here_is_left_alone(string statements) => Check.Rule<RequiredServiceOptional>(In(statements));

    [Fact]
    public Task A_container_of_somebody_else_is_left_alone() => Check.Rule<RequiredServiceOptional>("""
        class Container { public T? GetService<T>() where T : class => null; }
        class Use { public string At(Container container) => container.GetService<string>()!.ToString(); }
        """);

    [Fact]
    public Task A_test_is_left_alone() => Check.Rule<RequiredServiceOptional>(In("provider.GetService<IClock>()!.Now.ToString();"), Target.Test);

    [Fact]
    public Task The_message_names_the_service_and_the_call() => Names("new Meeting(provider.[|GetKeyedService<IClock>|](\"utc\")!);", "If 'IClock' is not registered, 'GetKeyedService' returns null", "ask with GetRequiredKeyedService");

    private static async Task Names(string statements, params string[] parts)
    {
        var message = (await Check.Rule<RequiredServiceOptional>(In(statements))).Single().GetMessage(null);
        Assert.All(parts, part => Assert.Contains(part, message));
    }
}
