using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddHealthChecks();
builder.Services.AddSingleton<Rates>();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/prices", (Rates rates, CancellationToken aborted) => rates.Get(aborted));

// The service that is asked for the rate: it tells who comes to it for the first time.
var connections = new ConcurrentDictionary<string, bool>();
app.MapGet("/rate", (HttpContext context) =>
{
    if (connections.TryAdd(context.Connection.Id, true)) app.Logger.LogInformation("Connection {Number} is new", connections.Count);
    return "1.08";
});
app.Run();

sealed class Rates
{
    private readonly IServer _server;

    public Rates(IServer server) => _server = server;

    public async Task<string> Get(CancellationToken aborted)
    {
        var address = _server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var client = new HttpClient();
        return await client.GetStringAsync(address + "/rate", aborted);
    }
}
