using ProdReady.Suppressors;

namespace ProdReady.Tests.Suppressors;

public class FailureHandledAtBoundaryTests
{
    private const string Rest = """

        static class Work
        {
            public static Task DoAsync() => File.WriteAllTextAsync("x", "y");
            public static void Do() => File.WriteAllText("x", "y");
        }
        """;

    private static string Worker(string execute, string members = "") => $$"""
        class Worker : BackgroundService
        {
            private readonly ILogger<Worker> logger = null!;
            private Timer? timer;
            {{members}}
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Yield();
                {{execute}}
            }
        }
        """ + Rest;

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await Work.DoAsync(); } catch ({|S2221:Exception|} failure) { logger.LogError(failure, \"It failed\"); await Task.Delay(1, stoppingToken); } }")]
    [InlineData("while (true) { try { await Work.DoAsync(); } catch (OperationCanceledException) { return; } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { foreach (var item in new[] { 1, 2 }) { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"{Item} failed\", item); } } }")]
    [InlineData("try { while (!stoppingToken.IsCancellationRequested) { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } } } catch (OperationCanceledException) { }")]
    [InlineData("using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1)); while (await ticks.WaitForNextTickAsync(stoppingToken)) { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) when (failure is not OperationCanceledException) { logger.LogError(failure, \"It failed\"); } }")]
    public Task A_round_of_a_worker_is_silenced(string execute) => Check.Silenced<FailureHandledAtBoundary>(Worker(execute));

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) await RoundAsync();", "async Task RoundAsync() { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } }")]
    [InlineData("timer = new Timer(_ => Tick());", "void Tick() { try { Work.Do(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } }")]
    [InlineData("timer = new Timer(Tick);", "void Tick(object? state) { try { Work.Do(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } }")]
    [InlineData("timer = new Timer(_ => { try { Work.Do(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } });", "")]
    [InlineData("timer = new Timer(async _ => { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } });", "")]
    [InlineData("new Thread(() => { try { Work.Do(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } }).Start();", "")]
    [InlineData("_ = Task.Run(async () => { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } });", "")]
    [InlineData("_ = OneAsync();", "async Task OneAsync() { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } }")]
    [InlineData("One();", "async void One() { using var client = new HttpClient(); try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } }")]
    public Task A_callback_or_work_that_nobody_awaits_is_silenced(string execute, string members) => Check.Silenced<FailureHandledAtBoundary>(Worker(execute, members));

    [Theory]
    [InlineData("Environment.ExitCode = 1;", "void")]
    [InlineData("Environment.Exit(2);", "void")]
    [InlineData("return 1;", "int")]
    public Task Main_that_tells_the_shell_is_silenced(string end, string result) => Check.Silenced<FailureHandledAtBoundary>(Program(end, result), Target.Tool);

    [Fact]
    public Task Top_level_code_that_tells_the_shell_is_silenced() => Check.Silenced<FailureHandledAtBoundary>("""
        try
        {
            File.WriteAllText("x", "y");
            return 0;
        }
        {|CA1031:catch|} (Exception failure)
        {
            Console.Error.WriteLine(failure);
            return 1;
        }
        """, Target.Tool);

    [Theory]
    [InlineData("", "void")]
    [InlineData("Environment.ExitCode = 0;", "void")]
    [InlineData("Environment.Exit(0);", "void")]
    [InlineData("return 0;", "int")]
    [InlineData("Environment.ExitCode = 1; return 0;", "int")]
    public Task Main_that_claims_success_is_left_alone(string end, string result) => Check.NotSilenced<FailureHandledAtBoundary>(Program(end, result), Target.Tool);

    [Theory]
    [InlineData("BasicNackAsync(delivery.DeliveryTag, false, requeue: false)")]
    [InlineData("BasicRejectAsync(delivery.DeliveryTag, requeue: false)")]
    public Task A_message_that_is_put_aside_is_silenced(string answer) => Check.Silenced<FailureHandledAtBoundary>(Consumer(answer));

    [Theory]
    [InlineData("BasicAckAsync(delivery.DeliveryTag, false)")]
    [InlineData("BasicNackAsync(delivery.DeliveryTag, false, requeue: true)")]
    public Task A_message_that_is_lost_or_goes_in_a_circle_is_left_alone(string answer) => Check.NotSilenced<FailureHandledAtBoundary>(Consumer(answer));

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception) { } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception) { logger.LogError(\"It failed\"); } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogDebug(failure, \"It failed\"); } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { if (failure.Message.Length > 3) logger.LogError(failure, \"It failed\"); } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await Work.DoAsync(); } {|CA1031:catch|} (IOException failure) { logger.LogError(failure, \"It failed\"); } }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } } catch (Exception failure) { logger.LogError(failure, \"It failed\"); } }")]
    [InlineData("try { while (!stoppingToken.IsCancellationRequested) await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); }")]
    [InlineData("for (var i = 0; i < 3; i++) { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } }")]
    public Task A_handler_that_is_not_right_there_is_left_alone(string execute) => Check.NotSilenced<FailureHandledAtBoundary>(Worker(execute));

    [Theory]
    [InlineData("public async Task SaveAsync() { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } }")]
    [InlineData("public async Task SaveAsync() { await OneAsync(); } async Task OneAsync() { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } }")]
    [InlineData("public async Task SaveAsync() { await Task.Run(async () => { try { await Work.DoAsync(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } }); }")]
    [InlineData("public void Save() { timer = new Timer(_ => { foreach (var item in new[] { 1 }) { try { Work.Do(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } } }); }")]
    [InlineData("public void Save() { timer = new Timer(_ => { Work.Do(); Tick(); }); } void Tick() { try { Work.Do(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } }")]
    [InlineData("public void Save() { timer = new Timer(_ => Tick()); Tick(); } void Tick() { try { Work.Do(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } }")]
    public Task Code_that_has_a_caller_is_left_alone(string members) => Check.NotSilenced<FailureHandledAtBoundary>(Worker("", members));

    [Fact]
    public Task Where_it_is_turned_off_it_is_left_alone() => Check.NotSilenced<FailureHandledAtBoundary>(
        Worker("timer = new Timer(_ => { try { Work.Do(); } {|CA1031:catch|} (Exception failure) { logger.LogError(failure, \"It failed\"); } });"),
        new Target().With((FailureHandledAtBoundary.IsOn.Key, "false")));

    private static string Program(string end, string result) => $$"""
        class Program
        {
            static {{result}} Main()
            {
                try
                {
                    File.WriteAllText("x", "y");
                    {{(result == "int" ? "return 0;" : "")}}
                }
                {|CA1031:catch|} (Exception failure)
                {
                    Console.Error.WriteLine(failure);
                    {{end}}
                }
            }
        }
        """;

    private static string Consumer(string answer) => $$"""
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;
        class Consumer
        {
            private readonly ILogger<Consumer> logger = null!;
            public async Task StartAsync(IChannel channel)
            {
                var consumer = new AsyncEventingBasicConsumer(channel);
                consumer.ReceivedAsync += async (_, delivery) =>
                {
                    try
                    {
                        await Work.DoAsync();
                        await channel.BasicAckAsync(delivery.DeliveryTag, false);
                    }
                    {|CA1031:catch|} (Exception failure)
                    {
                        logger.LogError(failure, "It failed");
                        await channel.{{answer}};
                    }
                };
                await channel.BasicConsumeAsync("orders", autoAck: false, consumer);
            }
        }
        """ + Rest;
}
