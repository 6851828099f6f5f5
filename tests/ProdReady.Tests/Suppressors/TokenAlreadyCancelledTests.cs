using ProdReady.Suppressors;

namespace ProdReady.Tests.Suppressors;

public class TokenAlreadyCancelledTests
{
    private static string Worker(string execute, string members = "", string bases = "BackgroundService") => $$"""
        class Worker{{(bases == "" ? "" : " : " + bases)}}
        {
            private readonly FileStream file = null!;
            private readonly Task work = null!;
            private readonly CancellationTokenSource source = new();
            {{members}}
            static Task SaveAsync(string text, CancellationToken token = default) => File.WriteAllTextAsync("state", text, token);
            static Task LogAsync(string text, CancellationToken token = default) => Task.Delay(1, token);
            {{(bases == "" ? "public" : "protected override")}} async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Yield();
                {{execute}}
            }
        }
        """;

    private const string Loop = "while (!stoppingToken.IsCancellationRequested) await Task.Delay(1);";

    [Theory]
    [InlineData(Loop + " await {|CA2016:SaveAsync|}(\"x\");")]
    [InlineData(Loop + " await {|MA0040:file.FlushAsync()|};")]
    [InlineData(Loop + " await file.{|S8949:FlushAsync|}();")]
    [InlineData(Loop + " await {|CA2016:LogAsync|}(\"x\");")]
    [InlineData("if (stoppingToken.IsCancellationRequested) await {|CA2016:LogAsync|}(\"x\");")]
    [InlineData("try { await Task.Delay(1, stoppingToken); } finally { await file.{|CA2016:FlushAsync|}(); }")]
    [InlineData("try { await Task.Delay(1, stoppingToken); } finally { await {|CA2016:SaveAsync|}(\"x\"); }")]
    [InlineData("try { await Task.Delay(1, stoppingToken); } catch (OperationCanceledException) { await {|CA2016:SaveAsync|}(\"x\"); }")]
    [InlineData("try { await Task.Delay(-1, stoppingToken); } catch (OperationCanceledException) { await {|CA2016:LogAsync|}(\"x\"); }")]
    [InlineData("var token = source.Token; source.Cancel(); " + Loop + " await {|CA2016:LogAsync|}(\"x\");")]
    public Task What_the_cancelled_token_would_stop_is_silenced(string execute) => Check.Silenced<TokenAlreadyCancelled>(Worker(execute));

    [Theory]
    [InlineData("await {|CA2016:SaveAsync|}(\"x\");")]
    [InlineData("while (true) await {|CA2016:SaveAsync|}(\"x\");")]
    [InlineData("try { await Task.Delay(1, stoppingToken); } finally { await {|CA2016:LogAsync|}(\"x\"); }")]
    [InlineData("try { await Task.Delay(1, stoppingToken); } catch (IOException) { await {|CA2016:SaveAsync|}(\"x\"); }")]
    [InlineData("if (!stoppingToken.IsCancellationRequested) await {|CA2016:SaveAsync|}(\"x\");")]
    [InlineData("var token = source.Token; " + Loop + " await {|CA2016:SaveAsync|}(\"x\");")]
    [InlineData("{|CA2016:return|};")]
    [InlineData("async Task Inner(CancellationToken inner) => await {|CA2016:SaveAsync|}(\"x\"); await Inner(stoppingToken);")]
    public Task What_it_would_not_stop_is_left_alone(string execute) => Check.NotSilenced<TokenAlreadyCancelled>(Worker(execute));

    [Fact]
    public Task A_token_of_the_type_that_is_not_cancelled_is_left_alone() =>
        Check.NotSilenced<TokenAlreadyCancelled>(Worker(Loop + " await {|MA0040:SaveAsync(\"x\")|};", "private CancellationToken Whole => source.Token;"));

    [Fact]
    public Task A_reply_to_a_request_that_is_gone_is_left_alone() =>
        Check.NotSilenced<TokenAlreadyCancelled>(Worker("try { await Task.Delay(1, stoppingToken); } finally { await {|CA2016:SaveAsync|}(\"x\"); }", bases: ""));

    [Fact]
    public Task A_safety_net_behind_Cancel_is_silenced() => Check.Silenced<TokenAlreadyCancelled>("""
        class Pump
        {
            public async Task RunAsync(Task work)
            {
                using var source = new CancellationTokenSource();
                var token = source.Token;
                source.Cancel();
                await {|S8949:work.WaitAsync(TimeSpan.FromSeconds(30))|};
            }
        }
        """);

    [Fact]
    public Task The_token_of_StopAsync_is_left_alone() => Check.NotSilenced<TokenAlreadyCancelled>("""
        class Pump : IHostedService
        {
            private readonly FileStream file = null!;
            private readonly CancellationTokenSource source = new();
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public async Task StopAsync(CancellationToken cancellationToken)
            {
                source.Cancel();
                try { await Task.Delay(1, cancellationToken); }
                finally { await {|CA2016:file.FlushAsync|}(); }
            }
        }
        """);

    [Fact]
    public Task Where_it_is_turned_off_it_is_left_alone() =>
        Check.NotSilenced<TokenAlreadyCancelled>(Worker(Loop + " await {|CA2016:SaveAsync|}(\"x\");"), new Target().With((TokenAlreadyCancelled.IsOn.Key, "false")));
}
