namespace ProdReady.PackageTests.Consumers;

/// <summary>What is declared ok to break, for a path or at a place: the build says nothing, the error log lists it with the reason.</summary>
[Collection(InWorkshop.Name)]
public class OkToBreakTests(Workshop workshop)
{
    internal static readonly Consumer OkToBreakPath = Consumer.Console() with
    {
        Code = [Defects.ConsoleProgram, Defects.Orders with { Path = "Reports/Orders.cs" }, Defects.Import with { Path = "Reports/Import.cs" }],
        EditorConfig = """
            [Reports/**.cs]
            prodready.ok_to_break = because reports are made again every night # asked for by nobody
            """,
    };

    internal static readonly Consumer OkToBreakInCode = Consumer.Console() with
    {
        Properties = "<OutputType>Exe</OutputType> <TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
        Code =
        [
            Defects.ConsoleProgram,
            Defects.Orders with { Text = Defects.Orders.Text.Replace("// PRD301", "// ok to break: PRD301 because orders.csv is only a copy") },
            Defects.Import with { Text = Defects.Import.Text.Replace("public static void Run", "[System.Diagnostics.CodeAnalysis.SuppressMessage(\"ProdReady.Hangs\", \"PRD401\", Justification = \"There is one import\")]\n        public static void Run") },
            new("More.cs", Defects.Orders.Text.Replace("Orders", "More").Replace("foreach", "#pragma warning disable PRD301 // nobody reads it\nforeach")),
        ],
    };

    internal static readonly Consumer ReasonMissing = Consumer.Console() with
    {
        Code = [Defects.ConsoleProgram, Defects.Orders with { Text = Defects.Orders.Text.Replace("// PRD301", "// ok to break: PRD301") }, Defects.Import],
    };

    [Fact]
    public async Task For_a_path_only_what_takes_the_process_down_is_reported()
    {
        var log = await workshop.Build(OkToBreakPath);
        Assert.Equal("PRD401 warning", log.Ours);
        Assert.Equal(["PRD301 Orders.cs(19): reports are made again every night"], List(log));
    }

    [Fact]
    public async Task At_a_place_a_comment_an_attribute_and_a_pragma_declare_it()
    {
        var log = await workshop.Build(OkToBreakInCode);
        Assert.Equal("", log.Ours);
        Assert.Equal(["PRD301 More.cs(20): ", "PRD301 Orders.cs(19): orders.csv is only a copy", "PRD401 Import.cs(13): There is one import"], List(log));
    }

    [Fact]
    public async Task Without_a_reason_it_is_reported_and_so_is_the_comment() =>
        Assert.Equal("PRD003 warning, PRD301 warning, PRD401 warning", (await workshop.Build(ReasonMissing)).Ours);

    private static IEnumerable<string> List(Sarif log) =>
        log.Suppressed.Select(entry => $"{entry.Finding.Id} {entry.Finding.File.Split('/')[^1]}({entry.Finding.Line}): {entry.Reason}").Order(StringComparer.Ordinal);
}
