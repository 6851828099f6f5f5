using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;
using ProdReady.Failures;
using ProdReady.Shutdown;

namespace ProdReady.Tests.Engine;

/// <summary>What is declared ok to break is not reported; the error log has it, as suppressed, with the reason.</summary>
public class OkToBreakTests
{
    private const string Because = "// ok to break: PRD301 because the file is only a copy";

    private static async Task<(int Reported, IReadOnlyList<string?> Reasons)> Look(string source, Target? project = null)
    {
        var snippet = new Snippet(source, project);
        snippet.MustCompile();
        var all = await snippet.Compilation.WithAnalyzers([new SwallowedException()], new CompilationWithAnalyzersOptions(Harness.Options.Of(project ?? new Target()), null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true)).GetAnalyzerDiagnosticsAsync();
        Assert.All(all, finding => Assert.Equal("PRD301", finding.Id));
        Assert.All(all, finding => Assert.DoesNotContain("{0}", finding.GetMessage(null)));
        Assert.Equal(all.Count(finding => !finding.IsSuppressed), (await snippet.Analyze(new SwallowedException())).Length);
        return (all.Count(finding => !finding.IsSuppressed), [.. all.Where(finding => finding.IsSuppressed).Select(finding => finding.Properties.GetValueOrDefault("prodready.reason"))]);
    }

    private static string Attempt(string before, string atCatch, string onCatch = "", string inCatch = "") =>
        $"class A\n{{\n    void M()\n    {{\n        {before}\n        try\n        {{\n            Console.Beep();\n        }}\n        {atCatch}\n        catch (Exception) {onCatch}\n        {{\n{inCatch}\n        }}\n    }}\n}}\n";

    [Theory]
    [InlineData(Because, "", "")]
    [InlineData("", Because, "")]
    [InlineData("", "", Because)]
    [InlineData(Because + "\n        // and it is written again at night", "", "")]
    [InlineData("// The copy.\n        " + Because, "", "")]
    [InlineData("", "", "// ok to break: PRD310, prd301 because the file is only a copy")]
    [InlineData("", "", "//Ok to break:PRD301  because the file is only a copy ")]
    public async Task A_comment_at_the_place_declares_it_with_its_reason(string before, string atCatch, string onCatch)
    {
        var (reported, reasons) = await Look(Attempt(before, atCatch, onCatch));
        Assert.Equal(0, reported);
        Assert.Equal(["the file is only a copy"], reasons);
    }

    [Theory]
    [InlineData("", "", "// ok to break: PRD310 because the file is only a copy", "")]
    [InlineData("", "", "// ok to break: PRD301", "")]
    [InlineData("", "", "// ok to break: PRD301 because", "")]
    [InlineData("", "", "// ok to break: PRD301 because ...", "")]
    [InlineData("", "", "// ok to break: PRD301 because <Pending>", "")]
    [InlineData("", "", "// ok to break: because the file is only a copy", "")]
    [InlineData("", "", "// ok to break PRD301 because of x", "")]
    [InlineData("", "", "/* ok to break: PRD301 because x y */", "")]
    [InlineData(Because + "\n", "", "", "")]
    [InlineData("Console.Write(\"" + Because + "\");", "", "", "")]
    public async Task Elsewhere_and_without_id_or_reason_a_comment_declares_nothing(string before, string atCatch, string onCatch, string inCatch)
    {
        var (reported, reasons) = await Look(Attempt(before, atCatch, onCatch, inCatch));
        Assert.Equal((1, 0), (reported, reasons.Count));
    }

    [Fact]
    public async Task A_comment_declares_one_place_and_not_the_next()
    {
        var (reported, reasons) = await Look($"class A {{ void M() {{\n try {{ Console.Beep(); }}\n catch {{ }} {Because}\n try {{ Console.Beep(); }}\n catch {{ }} }} }}");
        Assert.Equal((1, 1), (reported, reasons.Count));
    }

    [Fact]
    public async Task The_compilers_own_ways_work_too()
    {
        var (reported, reasons) = await Look("using System.Diagnostics.CodeAnalysis;\nclass A { [SuppressMessage(\"ProdReady.Failures\", \"PRD301\", Justification = \"Only a copy\")] void M() { try { Console.Beep(); } catch { } } }");
        Assert.Equal((0, 1), (reported, reasons.Count));
    }

    [Theory]
    [InlineData("true", "prodready.ok_to_break = true")]
    [InlineData("because reports are made again at night", "reports are made again at night")]
    [InlineData("Because reports are made again at night", "reports are made again at night")]
    public async Task A_path_that_may_break_may_say_why(string value, string reason)
    {
        var (reported, reasons) = await Look(Attempt("", ""), new Target().With(("prodready.ok_to_break", value)));
        Assert.Equal(0, reported);
        Assert.Equal([reason], reasons);
    }

    [Theory]
    [InlineData("false")]
    [InlineData("FALSE")]
    [InlineData("because")]
    [InlineData("maybe")]
    public async Task A_path_that_may_not_break_is_reported(string value)
    {
        var (reported, reasons) = await Look(Attempt("", ""), new Target().With(("prodready.ok_to_break", value)));
        Assert.Equal((1, 0), (reported, reasons.Count));
    }

    [Fact]
    public Task What_takes_the_process_down_may_be_declared_at_its_place() => Check.Rule<StoppingTokenIgnored>(
        "class A : BackgroundService { protected override async Task ExecuteAsync(CancellationToken t) {\n // ok to break: PRD202 because it only writes a heartbeat\n while (true) await Task.Delay(1); } }");

    [Theory]
    [InlineData("true", true)]
    [InlineData("False", true)]
    [InlineData("because the reports are made again", true)]
    [InlineData("because", false)]
    [InlineData("because ...", false)]
    [InlineData("yes", false)]
    public void The_option_is_a_flag_or_a_reason(string text, bool isUnderstood) => Assert.Equal(isUnderstood, OkToBreak.Path.Understands(text));
}
