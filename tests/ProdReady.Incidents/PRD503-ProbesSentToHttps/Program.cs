using Microsoft.Extensions.Diagnostics.HealthChecks;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHttpsRedirection(options => options.HttpsPort = 443);
builder.Services.AddHealthChecks().AddCheck("stock", () => HealthCheckResult.Unhealthy("The stock database is gone."));

var app = builder.Build();
app.UseHttpsRedirection();
app.MapHealthChecks("/healthz");
app.Run();
