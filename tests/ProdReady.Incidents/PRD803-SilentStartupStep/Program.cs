using var client = new HttpClient { BaseAddress = new Uri(args[0]) };

var builder = WebApplication.CreateBuilder();
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");

// The shop has no prices of its own.
var prices = await client.GetStringAsync("/prices/today");
app.MapGet("/prices", () => prices);
app.Run();
