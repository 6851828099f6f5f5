using OrderService;

var builder = WebApplication.CreateBuilder(args);
builder.Configuration.AddJsonFile("shipping.json", optional: true);
builder.Services.AddSingleton<OrderStore>();
builder.Services.AddSingleton<OrderImport>();
builder.Services.AddSingleton(_ => new Carrier(new Uri(builder.Configuration["Shipping:Carrier"]!)));
builder.Services.AddHostedService<OrderPump>();

var app = builder.Build();
app.MapGet("/orders", (OrderStore store) => store.All);
app.MapPost("/orders", (Order order, OrderStore store) =>
{
    store.Add(order);
    return Results.Accepted();
});
app.MapGet("/orders/{id}/tracking", (int id, Carrier carrier) => carrier.TrackingOf(id));
app.MapPost("/import", (string file, OrderImport import) => import.Run(file));

try
{
    app.Run();
}
catch (Exception ex)
{
    app.Logger.LogCritical(ex, "The order service ended unexpectedly");
}
