namespace ProdReady.Facts;

/// <summary>What leaves something of the caller with another object, for as long as that lives or until it is taken back.</summary>
internal static class RegistrationApis
{
    /// <summary>Make a source that hangs on other tokens until it is disposed.</summary>
    public static readonly Api[] Link =
    [
        new("System.Threading.CancellationTokenSource", "CreateLinkedTokenSource"),
    ];

    /// <summary>Wait for the first of several tasks; the others go on.</summary>
    public static readonly Api[] Race =
    [
        new("System.Threading.Tasks.Task", "WhenAny", "WaitAny"),
    ];

    /// <summary>Keep a callback on something that lives as long as the application, until it is taken back.</summary>
    public static readonly Api[] Subscribe =
    [
        new("Microsoft.Extensions.Options.IOptionsMonitor`1", "OnChange"),
        new("Microsoft.Extensions.Options.OptionsMonitorExtensions", "OnChange"),
        new("System.IObservable`1", "Subscribe"),
    ];

    /// <summary>Register a service of which one is made for each request, or each time that somebody asks.</summary>
    public static readonly Api[] AddShortLived =
    [
        new("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions", "AddScoped", "AddTransient"),
    ];

    /// <summary>Register a service of which there is one.</summary>
    public static readonly Api[] AddLasting =
    [
        new("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions", "AddSingleton"),
        new("Microsoft.Extensions.DependencyInjection.ServiceCollectionHostedServiceExtensions", "AddHostedService"),
    ];

    /// <summary>Types of which one is made for each request, connection or page.</summary>
    public static readonly string[] MadeEachTime =
        ServingApis.Endpoints.Concat(new[] { "Microsoft.AspNetCore.Components.ComponentBase", "Microsoft.AspNetCore.Mvc.ViewComponent" }).ToArray();

    /// <summary>Ask; with <c>ResponseHeadersRead</c> the response holds its connection until it is read to the end or disposed.</summary>
    public static readonly Api[] Ask =
    [
        new("System.Net.Http.HttpClient", "GetAsync", "SendAsync", "Send"),
    ];
}
