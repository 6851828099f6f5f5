using ProdReady.Suppressors;

namespace ProdReady.Tests.Suppressors;

public class NoContextToReturnToTests
{
    private const string Program = """
        class Program
        {
            static async Task Main()
            {
                await {|CA2007:Task.Delay(1)|};
                {|MA0004:await Task.Delay(2)|};
                await {|RCS1090:Task.Delay(3)|};
            }
        }
        """;

    private const string Shared = """
        public class Shared
        {
            public async Task Run() => await {|CA2007:Task.Delay(1)|};
        }
        """;

    public static TheoryData<string> Applications => ["Web", "Worker", "Tool"];

    [Theory]
    [MemberData(nameof(Applications))]
    public Task In_an_application_it_is_silenced(string kind) => Check.Silenced<NoContextToReturnTo>(Program, kind switch
    {
        "Web" => Target.Web,
        "Worker" => Target.Worker,
        _ => Target.Tool,
    });

    [Fact]
    public Task In_a_library_it_is_left_alone() => Check.NotSilenced<NoContextToReturnTo>(Shared, Target.Library);

    [Fact]
    public Task In_a_test_it_is_left_alone() => Check.NotSilenced<NoContextToReturnTo>(Program, Target.Test);

    [Fact]
    public Task In_an_application_with_components_it_is_left_alone() => Check.NotSilenced<NoContextToReturnTo>(Program + """

        class Page : Microsoft.AspNetCore.Components.ComponentBase
        {
        }
        """, Target.Web);

    [Fact]
    public Task Where_the_code_sets_a_context_it_is_left_alone() => Check.NotSilenced<NoContextToReturnTo>(Program + """

        class Loop
        {
            public static void Enter(SynchronizationContext context) => SynchronizationContext.SetSynchronizationContext(context);
        }
        """, Target.Tool);

    [Fact]
    public Task Where_it_is_turned_off_it_is_left_alone() =>
        Check.NotSilenced<NoContextToReturnTo>(Program, Target.Tool.With((NoContextToReturnTo.IsOn.Key, "false")));

    [Fact]
    public Task Where_the_switch_is_not_understood_it_is_on() =>
        Check.Silenced<NoContextToReturnTo>(Program, Target.Tool.With((NoContextToReturnTo.IsOn.Key, "banana")));
}
