using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddOptions<StripeOptions>()
    .BindConfiguration("Stripe")
    .ValidateDataAnnotations();

builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/pay", (IOptions<StripeOptions> stripe) => $"Paid at {stripe.Value.Url}");
app.Run();

sealed class StripeOptions
{
    [Required]
    public string Url { get; set; } = "";
}
