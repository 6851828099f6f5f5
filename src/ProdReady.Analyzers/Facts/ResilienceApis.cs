namespace ProdReady.Facts;

/// <summary>Handlers that repeat the requests of a client, and what a request must be to bear that.</summary>
internal static class ResilienceApis
{
    private const string Resilience = "Microsoft.Extensions.Http.Resilience";

    /// <summary>Repeat requests that fail or take too long, whatever their method.</summary>
    public static readonly Api[] Repeat =
    [
        new("Microsoft.Extensions.DependencyInjection.ResilienceHttpClientBuilderExtensions", "AddStandardResilienceHandler", "AddStandardHedgingHandler") { Package = Resilience },
    ];

    /// <summary>Set up all clients of an application.</summary>
    public static readonly Api[] ForAllClients =
    [
        new("Microsoft.Extensions.DependencyInjection.HttpClientFactoryServiceCollectionExtensions", "ConfigureHttpClientDefaults"),
    ];

    /// <summary>Send a request that changes something, and does so again when it is sent again.</summary>
    public static readonly Api[] Change =
    [
        new("System.Net.Http.HttpClient", "PostAsync", "PatchAsync"),
        new("System.Net.Http.Json.HttpClientJsonExtensions", "PostAsJsonAsync", "PatchAsJsonAsync"),
    ];

    /// <summary>The methods of such requests.</summary>
    public static readonly Api[] ChangingMethods = [new("System.Net.Http.HttpMethod", "Post", "Patch")];

    /// <summary>What says which methods are not to be repeated. Until it is declared stable, code must say that it knows.</summary>
    public const string DisableFor = "Microsoft.Extensions.Http.Resilience.HttpRetryStrategyOptionsExtensions";
}
