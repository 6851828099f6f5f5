using Microsoft.CodeAnalysis;
using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Tests.Flow;

/// <summary>What of a hosted type's code runs when.</summary>
public class HostedTypesTests
{
    private static HostedType? Of(string source, string name = "Pump")
    {
        var snippet = new Snippet(source, null);
        snippet.MustCompile();
        return Known.About(snippet.Compilation, Options.Of(new Target()), default).Hosted.Of(snippet.Compilation.GetTypeByMetadataName(name)!);
    }

    /// <summary>The phases in which the method <c>M</c> runs.</summary>
    private static HostedPhase PhaseOfM(string members, string header = "class Pump : IHostedService, IDisposable", string rest = "")
    {
        var type = Of($"{header}\n{{\n{members}\n{Missing(members, header)}\n}}\n{rest}")!;
        return type.PhaseOf(HostedEntries.Chain(type.Type).SelectMany(part => part.GetMembers("M")).OfType<IMethodSymbol>().First(method => !method.IsAbstract));
    }

    private static string Missing(string members, string header)
    {
        var text = "";
        if (!new[] { "void M(", "int M(", "Task M(" }.Any(members.Contains)) text += "void M() { }\n";
        if (header.Contains("IHostedService") && !members.Contains("StartAsync(CancellationToken")) text += "public Task StartAsync(CancellationToken token) => Task.CompletedTask;\n";
        if (header.Contains("IHostedService") && !members.Contains("StopAsync(CancellationToken")) text += "public Task StopAsync(CancellationToken token) => Task.CompletedTask;\n";
        if (header.Contains(" IDisposable") && !members.Contains("void Dispose()")) text += "public void Dispose() { }\n";
        if (header.Contains("BackgroundService") && !members.Contains("ExecuteAsync(CancellationToken")) text += "protected override Task ExecuteAsync(CancellationToken token) => Task.CompletedTask;\n";
        return text;
    }

    [Theory]
    [InlineData("public Pump() { M(); }", "Start")]
    [InlineData("int field = M(); static int M() => 1;", "Start")]
    [InlineData("int Property { get; } = M(); static int M() => 1;", "Start")]
    [InlineData("public async Task StartAsync(CancellationToken token) { await M(); } async Task M() => await Task.Yield();", "Start")]
    [InlineData("public Task StartAsync(CancellationToken token) { First(); return Task.CompletedTask; } void First() { Second(); } void Second() => M();", "Start")]
    [InlineData("public Task StartAsync(CancellationToken token) { _ = M(); return Task.CompletedTask; } async Task M() => await Task.Yield();", "Work")]
    [InlineData("Task? loop; public Task StartAsync(CancellationToken token) { loop = M(); return Task.CompletedTask; } async Task M() => await Task.Yield();", "Work")]
    [InlineData("public Task StartAsync(CancellationToken token) { Task.Run(() => M()); return Task.CompletedTask; }", "Work")]
    [InlineData("public Task StartAsync(CancellationToken token) { Task.Run(M); return Task.CompletedTask; }", "Work")]
    [InlineData("public Task StartAsync(CancellationToken token) { new Thread(M).Start(); return Task.CompletedTask; }", "Work")]
    [InlineData("public Task StartAsync(CancellationToken token) { new Timer(_ => M()); return Task.CompletedTask; }", "Work")]
    [InlineData("public Task StartAsync(CancellationToken token) { Console.CancelKeyPress += (_, _) => M(); return Task.CompletedTask; }", "Work")]
    [InlineData("public Task StartAsync(CancellationToken token) { new List<int> { 1 }.ForEach(x => M()); return Task.CompletedTask; }", "Start")]
    [InlineData("public Task StartAsync(CancellationToken token) { Inner(); return Task.CompletedTask; void Inner() => M(); }", "Start")]
    [InlineData("public Task StartAsync(CancellationToken token) { var x = Size; return Task.CompletedTask; } int Size { get { M(); return 1; } }", "Start")]
    [InlineData("public Task StopAsync(CancellationToken token) { M(); return Task.CompletedTask; }", "Stop")]
    [InlineData("public Task StopAsync(CancellationToken token) { _ = M(); return Task.CompletedTask; } async Task M() => await Task.Yield();", "Stop")]
    [InlineData("Task IHostedService.StopAsync(CancellationToken token) { M(); return Task.CompletedTask; } ", "Stop")]
    [InlineData("public void Dispose() { Dispose(true); } void Dispose(bool disposing) => M();", "Stop")]
    [InlineData("public Pump(IHostApplicationLifetime lifetime) { lifetime.ApplicationStopping.Register(() => M()); }", "Stop")]
    [InlineData("public Pump(IHostApplicationLifetime lifetime) { lifetime.ApplicationStopped.Register(M); }", "Stop")]
    [InlineData("public Pump(CancellationToken other) { other.Register(M); }", "Work")]
    [InlineData("public Task StartAsync(CancellationToken token) { M(); return Task.CompletedTask; } public void Dispose() => M();", "Start, Stop")]
    [InlineData("public Task StartAsync(string name) { M(); return Task.CompletedTask; }", "None")]
    [InlineData("public void StopAsync(int x) => M();", "None")]
    [InlineData("public Task StartingAsync(CancellationToken token) { M(); return Task.CompletedTask; }", "None")]
    [InlineData("public Task StoppingAsync(CancellationToken token) { M(); return Task.CompletedTask; }", "None")]
    [InlineData("public Task StopAsync(CancellationToken token) { other.M(); return Task.CompletedTask; } readonly Pump other = null!;", "None")]
    [InlineData("public void Other() => M();", "None")]
    public void A_method_of_a_hosted_service_runs_in(string members, string phase) => Assert.Equal(phase, PhaseOfM(members).ToString());

    [Theory]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken token) { await Task.Yield(); M(); }", "Work")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken token) { token.Register(M); await Task.Yield(); }", "Stop")]
    [InlineData("public override Task StartAsync(CancellationToken token) { M(); return base.StartAsync(token); }", "Start")]
    [InlineData("public override void Dispose() => M();", "Stop")]
    public void A_method_of_a_worker_runs_in(string members, string phase) => Assert.Equal(phase, PhaseOfM(members, "class Pump : BackgroundService").ToString());

    [Theory]
    [InlineData("public Task StartingAsync(CancellationToken token) { M(); return Task.CompletedTask; }", "Start")]
    [InlineData("public Task StartedAsync(CancellationToken token) { M(); return Task.CompletedTask; }", "Start")]
    [InlineData("public Task StoppingAsync(CancellationToken token) { M(); return Task.CompletedTask; }", "Stop")]
    [InlineData("public Task StoppedAsync(CancellationToken token) { M(); return Task.CompletedTask; }", "Stop")]
    public void The_steps_of_the_life_cycle_run_in(string members, string phase)
    {
        var others = new[] { "StartingAsync", "StartedAsync", "StoppingAsync", "StoppedAsync" }.Where(name => !members.Contains(name))
            .Select(name => $"public Task {name}(CancellationToken token) => Task.CompletedTask;");
        Assert.Equal(phase, PhaseOfM(members + string.Concat(others), "class Pump : IHostedLifecycleService, IHostedService").ToString());
    }

    [Fact]
    public void A_disposal_in_two_steps_is_part_of_the_stop() =>
        Assert.Equal(HostedPhase.Stop, PhaseOfM("public async ValueTask DisposeAsync() { await DisposeAsyncCore(); } protected virtual ValueTask DisposeAsyncCore() { M(); return default; }", "class Pump : IAsyncDisposable, IHostedService"));

    private const string Base = """
        abstract class PumpBase : IHostedService
        {
            public Task StartAsync(CancellationToken token) { Begin(); return Task.CompletedTask; }
            public virtual Task StopAsync(CancellationToken token) { End(); return Task.CompletedTask; }
            protected abstract void Begin();
            protected virtual void End() { }
        }
        """;

    [Theory]
    [InlineData("protected override void Begin() => M();", "Start")]
    [InlineData("protected override void Begin() { } protected override void End() => M();", "Stop")]
    [InlineData("protected override void Begin() { } public override Task StopAsync(CancellationToken token) => base.StopAsync(token); protected override void End() => M();", "Stop")]
    [InlineData("protected override void Begin() { } public override Task StopAsync(CancellationToken token) => Task.CompletedTask; protected override void End() => M();", "None")]
    public void A_base_calls_what_the_type_overrides(string members, string phase) => Assert.Equal(phase, PhaseOfM(members, "class Pump : PumpBase", Base).ToString());

    [Fact]
    public void Work_that_calls_itself_ends() =>
        Assert.Equal(HostedPhase.Work, PhaseOfM("protected override async Task ExecuteAsync(CancellationToken token) { await M(); } async Task M() { await M(); }", "class Pump : BackgroundService"));

    [Fact]
    public void A_type_without_a_host_has_no_phases() => Assert.Null(Of("class Pump { public Task StopAsync(CancellationToken token) => Task.CompletedTask; }"));

    [Fact]
    public void A_contract_has_no_phases() => Assert.Null(Of("interface Pump : IHostedService { }"));
}
