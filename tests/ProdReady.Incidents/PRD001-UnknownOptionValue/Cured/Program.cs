var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();

var app = builder.Build();
// Requests are still routed here for some seconds after SIGTERM.
app.Lifetime.ApplicationStopping.Register(() => Thread.Sleep(TimeSpan.FromSeconds(5)));
app.MapHealthChecks("/healthz");
app.MapGet("/prices", () => "1.20");
app.Run();
