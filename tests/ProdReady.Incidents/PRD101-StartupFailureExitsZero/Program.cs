using System.Text.Json;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();
builder.Services.AddSingleton<PriceList>();
builder.Services.AddHostedService<PriceListLoader>();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/prices/{article}", (string article, PriceList prices) => prices.Of(article));

try
{
    app.Run();
}
catch (Exception ex)
{
    Console.Error.WriteLine($"Price service terminated unexpectedly: {ex.Message}");
}

/// <summary>Reads the prices before the first request is served.</summary>
sealed class PriceListLoader(PriceList prices) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead("prices.json");
        prices.Replace(await JsonSerializer.DeserializeAsync<Dictionary<string, decimal>>(file, cancellationToken: cancellationToken) ?? []);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

sealed class PriceList
{
    private Dictionary<string, decimal> _prices = [];

    public void Replace(Dictionary<string, decimal> prices) => _prices = prices;

    public decimal? Of(string article) => _prices.TryGetValue(article, out var price) ? price : null;
}
