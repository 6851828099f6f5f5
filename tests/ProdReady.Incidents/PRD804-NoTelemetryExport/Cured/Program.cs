using System.Diagnostics.Metrics;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");
// Every second customer gets an error.
var orders = 0;
app.MapGet("/order", () => Interlocked.Increment(ref orders) % 2 == 0 ? Results.StatusCode(503) : Results.Ok());

// ASP.NET Core measures each request; this stands for the exporter that sends it on.
using var exporter = new MeterListener();
exporter.InstrumentPublished = (instrument, listener) =>
{
    if (instrument.Name == "http.server.request.duration") listener.EnableMeasurementEvents(instrument);
};
exporter.SetMeasurementEventCallback<double>((instrument, seconds, tags, _) =>
{
    foreach (var tag in tags)
    {
        if (tag.Key == "http.response.status_code") app.Logger.LogInformation("{Metric} status={Status}", instrument.Name, tag.Value);
    }
});
exporter.Start();
app.Run();
