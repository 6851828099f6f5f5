using ProdReady.Benchmarks.Inputs;

namespace ProdReady.Benchmarks.Service.Parts;

/// <summary>Another service, called over HTTP with retries of our own.</summary>
internal static class Client
{
    public static SourceFile Of(Area area) => area.File("Client", $$"""
        using System.Data.Common;
        using System.Diagnostics;
        using System.Net;
        using System.Net.Http.Json;
        using System.Text.Json;

        namespace {{area.Namespace}};

        public class {{area.Name}}Client
        {
            private const int Attempts = {{area.Dice.Next(2, 6)}};

            private readonly HttpClient _http;
            private readonly ILogger<{{area.Name}}Client> _logger;

            public {{area.Name}}Client(HttpClient http, ILogger<{{area.Name}}Client> logger)
            {
                _http = http;
                _logger = logger;
            }

            public virtual async Task AnnounceAsync({{area.Name}} {{area.Variable}}, CancellationToken cancellationToken)
            {
                for (var attempt = 1; ; attempt++)
                {
                    try
                    {
                        using var response = await _http.PostAsJsonAsync("{{area.Noun.ToLowerInvariant()}}", {{area.Variable}}.ToView(), cancellationToken);
                        if (response.StatusCode == HttpStatusCode.Conflict) return;
                        response.EnsureSuccessStatusCode();
                        return;
                    }
                    catch (HttpRequestException exception) when (attempt < Attempts)
                    {
                        _logger.LogWarning(exception, "Attempt {Attempt} to announce {Id} failed", attempt, {{area.Variable}}.Id);
                        await Task.Delay(TimeSpan.FromMilliseconds({{area.Dice.Next(50, 900)}} * attempt), cancellationToken);
                    }
                }
            }

            public async Task<{{area.Name}}View?> FetchAsync(string reference, CancellationToken cancellationToken)
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, $"{{area.Noun.ToLowerInvariant()}}/{Uri.EscapeDataString(reference)}");
                    request.Headers.TryAddWithoutValidation("X-Correlation", Activity.Current?.Id);
                    using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                    if (!response.IsSuccessStatusCode) return null;
                    await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
                    return await JsonSerializer.DeserializeAsync<{{area.Name}}View>(content, cancellationToken: cancellationToken);
                }
                {{Catches.Some(area.Dice, $"Fetching {area.Name}", "null").In(8)}}
            }

            {{Catches.Helper.In(4)}}
        }
        """);
}
