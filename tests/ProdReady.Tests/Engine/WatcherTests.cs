using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Failures;
using ProdReady.Shutdown;

namespace ProdReady.Tests.Engine;

public class WatcherTests
{
    private const string Swallows = "class A { void M() { try { Console.Beep(); } [|catch|] { } } }";
    private const string IgnoresToken = "class A : BackgroundService { protected override async Task ExecuteAsync(CancellationToken t) { [|while|] (true) await Task.Delay(1); } }";

    private static readonly Target OkToBreak = new Target().With(("prodready.ok_to_break", "true"));

    [Fact]
    public Task Where_it_is_ok_to_break_a_lost_request_is_left_alone() => Check.Rule<SwallowedException>(Swallows.Replace("[|", "").Replace("|]", ""), OkToBreak);

    [Fact]
    public Task Where_it_is_ok_to_break_what_takes_the_process_down_is_reported() => Check.Rule<StoppingTokenIgnored>(IgnoresToken, OkToBreak);

    [Fact]
    public Task Elsewhere_a_lost_request_is_reported() => Check.Rule<SwallowedException>(Swallows, new Target().With(("prodready.ok_to_break", "false")));

    [Theory]
    [InlineData(null, 1)]
    [InlineData("1.1", 1)]
    [InlineData("2.0", 1)]
    [InlineData("nonsense", 1)]
    [InlineData("1.0", 0)]
    public async Task Who_is_pinned_to_an_earlier_version_hears_nothing_of_what_a_rule_sees_since(string? pin, int findings)
    {
        var project = pin is null ? new Target() : new Target { Properties = { ["ProdReadyRulesVersion"] = pin } };
        Assert.Equal(findings, (await new Snippet("class A { void M() { Console.Beep(); } }", project).Analyze(new Learning())).Length);
    }

    [Fact]
    public async Task A_crash_names_the_rule_and_the_line()
    {
        var snippet = new Snippet("class A\n{\n    void M() { Console.Beep(); }\n}", null);
        var crash = default(Exception);
        var options = new CompilationWithAnalyzersOptions(Harness.Options.Of(new Target()), (cause, _, _) => crash = cause, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        await snippet.Compilation.WithAnalyzers([new Stumbling()], options).GetAnalyzerDiagnosticsAsync();
        Assert.NotNull(crash);
        Assert.Contains("PRD999 failed at Snippet.cs: (2,15)", crash.Message);
        Assert.Contains("stumbled", crash.Message);
    }

    [Fact]
    public async Task A_cancelled_look_is_no_crash()
    {
        var snippet = new Snippet("class A { void M() { Console.Beep(); } }", null);
        var options = new CompilationWithAnalyzersOptions(Harness.Options.Of(new Target()), (_, _, _) => { }, concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        using var source = new CancellationTokenSource();
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => snippet.Compilation.WithAnalyzers([new SwallowedException()], options).GetAnalyzerDiagnosticsAsync(source.Token));
    }

#pragma warning disable RS1001 // A rule for this test only: nothing is to discover it.
    private sealed class Stumbling() : ProductionRule(Describe.Rule("PRD999", Concern.Failures, Blast.Request, At.Every(DiagnosticSeverity.Warning), "It stumbles", "It stumbles, always"))
    {
        private protected override void Watch(Watcher watch) =>
            watch.On<IInvocationOperation>(OperationKind.Invocation, _ => throw new InvalidOperationException("stumbled"));
    }

    private sealed class Learning() : ProductionRule(Describe.Rule("PRD998", Concern.Failures, Blast.Request, At.Every(DiagnosticSeverity.Warning), "It learns", "It learns, always"))
    {
        private protected override void Watch(Watcher watch) =>
            watch.On<IInvocationOperation>(OperationKind.Invocation, call => new Finding(call.Syntax) { Since = "1.1" });
    }
#pragma warning restore RS1001
}
