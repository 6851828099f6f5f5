using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace ProdReady.Tests.Fuzz;

/// <summary>
/// Nobody's editor shows only code that compiles. Always the same trials, as many as fit into the time: half a minute, or <c>PRODREADY_FUZZ</c> minutes;
/// <c>PRODREADY_FUZZ_FROM</c> begins at another number, so that a failure is seen again at once and a long run sees what others have not.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_spoiled_makes_no_rule_and_no_fixer_fail()
    {
        var minutes = Setting("PRODREADY_FUZZ");
        var time = minutes is { } chosen ? TimeSpan.FromMinutes(chosen) : Usual;
        var clock = Stopwatch.StartNew();
        var number = (int)(Setting("PRODREADY_FUZZ_FROM") ?? 1);
        var failures = new List<string>();
        do
        {
            try
            {
                await new Trial(number++).Run();
            }
            catch (InvalidOperationException failure)
            {
                failures.Add(failure.ToString());
            }
        }
        while (clock.Elapsed < time && failures.Count < 10);

        output.WriteLine($"{number - (int)(Setting("PRODREADY_FUZZ_FROM") ?? 1)} trials");
        Assert.True(failures.Count == 0, string.Join("\n\n=====\n\n", failures));
    }

    /// <summary>The same number is the same trial, on every machine.</summary>
    [Fact]
    public void A_number_stands_for_one_source() =>
        Assert.Equal(Mutation.Of(EveryForm.Statements, new Random(42)), Mutation.Of(EveryForm.Statements, new Random(42)));

    private static double? Setting(string name) =>
        double.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
