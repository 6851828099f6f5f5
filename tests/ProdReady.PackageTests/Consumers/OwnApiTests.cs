namespace ProdReady.PackageTests.Consumers;

/// <summary>A user adds methods of their own to the tables of the rules, in a file beside the project.</summary>
[Collection(InWorkshop.Name)]
public class OwnApiTests(Workshop workshop)
{
    private static readonly Source Program = new("Program.cs", """
        foreach (var order in args)
        {
            try
            {
                File.AppendAllText("orders.csv", order);
            }
            catch (Exception)
            {
                Ledger.Missed();
            }
        }

        static class Ledger
        {
            public static void Missed() { }
        }
        """);

    internal static readonly Consumer OwnLogUnknown = Consumer.Console() with { Code = [Program] };

    internal static readonly Consumer OwnLogKnown = Consumer.Console() with
    {
        Code = [Program, new("ProdReady.Apis.txt", "LoggingApis.Record = M:Ledger.Missed\n")],
    };

    [Fact]
    public async Task A_method_that_nobody_knows_does_not_count_as_logging() =>
        Assert.Equal("PRD301 warning", (await workshop.Build(OwnLogUnknown)).Ours);

    [Fact]
    public async Task A_method_that_the_user_named_counts_as_logging() =>
        Assert.Equal("", (await workshop.Build(OwnLogKnown)).Ours);
}
