var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/delivery", (IConfiguration settings) => $"in {settings["Delivery:Days"]} days");
app.Run();
