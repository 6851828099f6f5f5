using Microsoft.EntityFrameworkCore;

var builder = WebApplication.CreateBuilder(args);
// The volume with the orders was not mounted.
builder.Services.AddDbContext<Orders>(options => options.UseSqlite("Data Source=/data/not-mounted/orders.db"));
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapGet("/orders", (Orders orders) => orders.All.Count());
app.MapHealthChecks("/readyz");
app.Run();

sealed class Orders(DbContextOptions<Orders> options) : DbContext(options)
{
    public DbSet<Order> All => Set<Order>();
}

sealed class Order
{
    public int Id { get; init; }
}
