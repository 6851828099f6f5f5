namespace ProdReady.PackageTests.Consumers;

[Collection(InWorkshop.Name)]
public class WarningsAsErrorsTests(Workshop workshop)
{
    internal static readonly Consumer StrictAndClean = Consumer.Web() with
    {
        Properties = "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
        Code = Clean.Shop,
    };

    internal static readonly Consumer StrictWithDefects = Consumer.Console() with
    {
        Properties = "<OutputType>Exe</OutputType> <TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
        Builds = false,
    };

    [Fact]
    public async Task Clean_code_builds() => Assert.Equal("", (await workshop.Build(StrictAndClean)).Ours);

    [Fact]
    public async Task A_finding_fails_the_build() => Assert.Equal("PRD301 error, PRD401 error", (await workshop.Build(StrictWithDefects)).Ours);
}
