namespace ProdReady.PackageTests.Harness;

/// <summary>The same shop as it has to be.</summary>
internal static class Clean
{
    public static readonly Source[] Shop =
    [
        new("Program.cs", """
            using Shop;

            try
            {
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddHealthChecks();
                builder.Services.AddHostedService<Worker>();
                var app = builder.Build();
                app.MapHealthChecks("/healthz");
                app.Run();
            }
            catch (Exception failure)
            {
                Console.Error.WriteLine(failure);
                Environment.ExitCode = 1;
            }
            """),
        new("Worker.cs", """
            namespace Shop;

            public class Worker(ILogger<Worker> logger) : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    while (!stoppingToken.IsCancellationRequested)
                    {
                        try
                        {
                            Import();
                        }
                        catch (Exception failure)
                        {
                            logger.LogError(failure, "The import failed; the next one is in a minute");
                        }

                        await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
                    }
                }

                private void Import()
                {
                    using var mutex = new Mutex(false, "Global\\shop-import");
                    try
                    {
                        if (!mutex.WaitOne(TimeSpan.FromSeconds(30))) throw new TimeoutException("Another import holds the lock");
                    }
                    catch (AbandonedMutexException)
                    {
                        logger.LogWarning("The import before this one died; this one begins anew");
                    }

                    mutex.ReleaseMutex();
                }
            }
            """),
    ];
}
