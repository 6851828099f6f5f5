namespace ProdReady.PackageTests.Consumers;

[Collection(InWorkshop.Name)]
public class TargetFrameworkTests(Workshop workshop)
{
    private const string AllFive = "PRD101 warning, PRD202 warning, PRD301 warning, PRD401 warning, PRD501 warning";

    internal static readonly Consumer WebOnNet8 = Consumer.Web() with { TargetFramework = "net8.0" };
    internal static readonly Consumer WebOnNet9 = Consumer.Web() with { TargetFramework = "net9.0" };
    internal static readonly Consumer WebOnNet10 = Consumer.Web() with { TargetFramework = "net10.0" };

    [Fact]
    public async Task All_five_are_found_on_net8() => Assert.Equal(AllFive, (await workshop.Build(WebOnNet8)).Ours);

    [Fact]
    public async Task All_five_are_found_on_net9() => Assert.Equal(AllFive, (await workshop.Build(WebOnNet9)).Ours);

    [Fact]
    public async Task All_five_are_found_on_net10() => Assert.Equal(AllFive, (await workshop.Build(WebOnNet10)).Ours);
}
