using System.Diagnostics;

if (args is ["--convert", var picture])
{
    // The converter. On a broken picture it never comes to its end.
    if (picture == "broken.png") Console.In.ReadToEnd();
    return;
}

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Thumbnails>();
builder.Build().Run();

/// <summary>Makes the thumbnails of the pictures that were uploaded.</summary>
sealed class Thumbnails(ILogger<Thumbnails> logger) : BackgroundService
{
    private static readonly string[] Uploads = ["a.png", "broken.png", "b.png"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        foreach (var picture in Uploads)
        {
            try
            {
                Convert(picture);
                logger.LogInformation("Converted {Picture}", picture);
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "{Picture} was not converted", picture);
            }
        }
    }

    private static void Convert(string picture)
    {
        using var converter = Process.Start(Environment.ProcessPath!, [typeof(Thumbnails).Assembly.Location, "--convert", picture]);
        converter.WaitForExit();
        if (converter.ExitCode != 0) throw new InvalidOperationException($"The converter ended with {converter.ExitCode}");
    }
}
