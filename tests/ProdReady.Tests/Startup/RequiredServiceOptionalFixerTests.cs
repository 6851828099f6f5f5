using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class RequiredServiceOptionalFixerTests
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
    [InlineData("new Meeting(provider.[|GetService<IClock>|]()!); // now", "new Meeting(provider.GetRequiredService<IClock>()); // now")]
    [InlineData("new Meeting(provider.[|GetKeyedService<IClock>|](\"utc\")!);", "new Meeting(provider.GetRequiredKeyedService<IClock>(\"utc\"));")]
    [InlineData("new Meeting((IClock)provider.[|GetService|](typeof(IClock))!);", "new Meeting((IClock)provider.GetRequiredService(typeof(IClock)));")]
    [InlineData("provider.[|GetService<IClock>|]()!.Now.ToString();", "provider.GetRequiredService<IClock>().Now.ToString();")]
    [InlineData("var clock = provider.[|GetService<IClock>|](); Console.WriteLine(clock.Now);", "var clock = provider.GetRequiredService<IClock>(); Console.WriteLine(clock.Now);")]
    public Task The_service_is_required(string before, string after) => Check.Fix<RequiredServiceOptional, RequiredServiceOptionalFixer>(In(before), In(after));

    [Fact]
    public Task The_namespace_of_the_call_is_imported() => Check.Fix<RequiredServiceOptional, RequiredServiceOptionalFixer>(
        "class Use { public string At(IServiceProvider provider) => provider.[|GetService|](typeof(string))!.ToString()!; }",
        "using Microsoft.Extensions.DependencyInjection;\n\nclass Use { public string At(IServiceProvider provider) => provider.GetRequiredService(typeof(string)).ToString()!; }",
        new Target { HostUsings = false });
}
