var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();
builder.Services.AddSingleton(_ => new Bank(new Uri(builder.Configuration["Payments:Url"]!), builder.Configuration["Payments:Currency"]!));

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/pay", (Bank bank) => bank.Pay(20));
app.Run();

/// <summary>Sends payments to the bank.</summary>
sealed class Bank
{
    private readonly Uri _address;
    private readonly string _currency;

    public Bank(Uri address, string currency)
    {
        _address = address;
        _currency = currency;
    }

    public string Pay(decimal amount) => $"{amount} {_currency} by way of {_address.Host}";
}
