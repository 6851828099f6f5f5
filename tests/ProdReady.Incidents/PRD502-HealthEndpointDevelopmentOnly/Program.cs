var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGet("/stock/{article}", (string article) => article == "A-1010" ? 7 : 0);
app.Run();

static class Defaults
{
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            app.MapHealthChecks("/health");
        }

        return app;
    }
}
