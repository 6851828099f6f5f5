var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();
builder.Services.AddSingleton(new Inventory(Folder: args[0]));
builder.Services.AddHostedService<WarmUp>();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.Run();

/// <summary>The first request is to find the inventory there.</summary>
sealed class WarmUp(Inventory inventory) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (!await inventory.IsReadyAsync()) await Task.Delay(100);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Another machine. It notes that it was asked, and is never ready.</summary>
sealed record Inventory(string Folder)
{
    public async Task<bool> IsReadyAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "asked"), "");
        return File.Exists(Path.Combine(Folder, "ready"));
    }
}
