var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");
// Every second customer gets an error.
var orders = 0;
app.MapGet("/order", () => Interlocked.Increment(ref orders) % 2 == 0 ? Results.StatusCode(503) : Results.Ok());
app.Run();
