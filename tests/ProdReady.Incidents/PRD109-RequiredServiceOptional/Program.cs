var builder = WebApplication.CreateBuilder(args);
// The clock was lost in a merge.
builder.Services.AddSingleton(provider => new Calendar(provider.GetService<IClock>()!));
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/today", (Calendar calendar) => calendar.Today);
app.Run();

interface IClock
{
    DateTime Now { get; }
}

sealed class Calendar
{
    private readonly IClock _clock;

    public Calendar(IClock clock) => _clock = clock;

    public string Today => _clock.Now.ToString("yyyy-MM-dd");
}
