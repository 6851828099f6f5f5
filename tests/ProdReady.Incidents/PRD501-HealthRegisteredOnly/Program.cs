var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<Stock>();
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapGet("/stock/{article}", (string article, Stock stock) => stock.Of(article));
app.Run();

sealed class Stock
{
    private readonly Dictionary<string, int> _pieces = new() { ["A-1010"] = 7, ["A-1020"] = 0 };

    public int Of(string article) => _pieces.GetValueOrDefault(article);
}
