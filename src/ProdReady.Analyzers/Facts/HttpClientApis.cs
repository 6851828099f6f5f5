namespace ProdReady.Facts;

/// <summary>Where clients of HTTP come from, and how long they live.</summary>
internal static class HttpClientApis
{
    public const string Client = "System.Net.Http.HttpClient";

    /// <summary>Makes connections and can be told to make new ones after a time; .NET Framework and .NET Standard have none.</summary>
    public const string Sockets = "System.Net.Http.SocketsHttpHandler";

    /// <summary>Hands out clients whose handlers are renewed.</summary>
    public const string Factory = "System.Net.Http.IHttpClientFactory";

    /// <summary>Register a typed client: its service, and with two types the class behind it.</summary>
    public static readonly Api[] AddTyped =
    [
        new("Microsoft.Extensions.DependencyInjection.HttpClientFactoryServiceCollectionExtensions", "AddHttpClient"),
    ];

    /// <summary>Register a class that the container makes.</summary>
    public static readonly Api[] AddClass =
    [
        new("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions", "AddScoped", "AddTransient", "AddSingleton"),
    ];

    /// <summary>Ask a server.</summary>
    public static readonly Api[] Send =
    [
        new("System.Net.Http.HttpClient", "GetAsync", "GetStringAsync", "GetByteArrayAsync", "GetStreamAsync", "PostAsync", "PutAsync", "PatchAsync", "DeleteAsync", "SendAsync", "Send"),
        new("System.Net.Http.Json.HttpClientJsonExtensions", "GetFromJsonAsync", "PostAsJsonAsync", "PutAsJsonAsync", "PatchAsJsonAsync", "DeleteFromJsonAsync", "GetFromJsonAsAsyncEnumerable"),
    ];
}
