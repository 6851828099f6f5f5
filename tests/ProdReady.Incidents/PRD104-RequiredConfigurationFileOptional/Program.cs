var builder = WebApplication.CreateBuilder(args);
builder.Configuration.AddJsonFile("/etc/orders/limits.json", optional: true, reloadOnChange: false);
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/order/{amount}", (int amount, IConfiguration limits) =>
    amount <= limits.GetValue("Limits:MaxAmount", int.MaxValue) ? Results.Ok() : Results.BadRequest());
app.Run();
