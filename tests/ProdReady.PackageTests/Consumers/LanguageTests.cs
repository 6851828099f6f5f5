namespace ProdReady.PackageTests.Consumers;

/// <summary>How the user writes C# does not matter.</summary>
[Collection(InWorkshop.Name)]
public class LanguageTests(Workshop workshop)
{
    private const string AllFive = "PRD101 warning, PRD202 warning, PRD301 warning, PRD401 warning, PRD501 warning";

    internal static readonly Consumer WithoutNullable = Consumer.Web() with { Properties = "<Nullable>disable</Nullable>" };

    internal static readonly Consumer WithCSharp8 = Consumer.Web() with
    {
        Properties = "<LangVersion>8.0</LangVersion> <ImplicitUsings>disable</ImplicitUsings>",
    };

    internal static readonly Consumer WithTopLevelStatements = Consumer.Web() with
    {
        Code =
        [
            new("Program.cs", """
                try
                {
                    var app = WebApplication.Create(args);
                    app.MapGet("/", () => "shop");
                    app.Run();
                }
                catch (Exception failure)
                {
                    Console.Error.WriteLine(failure);
                }
                """),
        ],
    };

    [Fact]
    public async Task All_five_are_found_without_nullable() => Assert.Equal(AllFive, (await workshop.Build(WithoutNullable)).Ours);

    [Fact]
    public async Task All_five_are_found_in_CSharp_8() => Assert.Equal(AllFive, (await workshop.Build(WithCSharp8)).Ours);

    [Fact]
    public async Task Top_level_statements_are_a_start_as_well() =>
        Assert.Equal("PRD101 warning, PRD501 warning", (await workshop.Build(WithTopLevelStatements)).Ours);
}
