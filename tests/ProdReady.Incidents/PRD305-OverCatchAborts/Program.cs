var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(new Queue(args[0]));
builder.Services.AddHostedService<Bookkeeper>();
builder.Build().Run();
return Environment.ExitCode;

/// <summary>A queue that gives a message again until it is acknowledged, kept in a file that replicas share.</summary>
sealed class Queue(string path)
{
    public string[] Pending() => File.ReadAllLines(path);

    public void Acknowledge(string message) => File.WriteAllLines(path, Pending().Where(pending => pending != message));
}

/// <summary>Books each message of the queue: number, amount. What cannot be booked is set aside.</summary>
sealed class Bookkeeper(Queue queue, ILogger<Bookkeeper> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var message in queue.Pending())
        {
            try
            {
                await Book(message, stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(ex, "Set aside: {Message}", message);
            }

            queue.Acknowledge(message);
        }

        logger.LogInformation("The queue is empty");
    }

    private async Task Book(string message, CancellationToken cancellationToken)
    {
        try
        {
            var amount = AmountOf(message);
            await Store(message, amount, cancellationToken);
        }
        catch (Exception ex)
        {
            logger.LogCritical(ex, "Booking failed");
            Environment.Exit(1);
        }
    }

    private static int AmountOf(string message) => int.Parse(message.Split(',')[1]);

    private async Task Store(string message, int amount, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(10), cancellationToken);
        logger.LogInformation("Booked {Amount} of {Message}", amount, message);
    }
}
