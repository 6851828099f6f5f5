using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;

// Each container has a disk of its own.
Environment.SetEnvironmentVariable("HOME", Path.GetFullPath(args[0]));

var builder = WebApplication.CreateBuilder();
builder.Services.AddHealthChecks();
builder.Services.AddAuthentication("Cookies").AddCookie();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/login", () => Results.SignIn(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "ada")], "Cookies"))));
app.MapGet("/me", async (HttpContext context) => (await context.AuthenticateAsync()).Principal?.Identity?.Name ?? "nobody");
app.Run();
