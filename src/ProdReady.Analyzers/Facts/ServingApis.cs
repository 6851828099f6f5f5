namespace ProdReady.Facts;

/// <summary>Where an application is called again and again: for each request, message or item.</summary>
internal static class ServingApis
{
    /// <summary>Types whose members answer requests.</summary>
    public static readonly string[] Endpoints =
        ["Microsoft.AspNetCore.Mvc.ControllerBase", "Microsoft.AspNetCore.Mvc.RazorPages.PageModel", "Microsoft.AspNetCore.SignalR.Hub"];

    /// <summary>Contracts whose members are called for each message or job.</summary>
    public static readonly string[] Consumers =
        ["MassTransit.IConsumer`1", "NServiceBus.IHandleMessages`1", "Rebus.Handlers.IHandleMessages`1", "Quartz.IJob", "DotNetCore.CAP.ICapSubscribe"];

    /// <summary>What a method is given that answers a request.</summary>
    public const string HttpContext = "Microsoft.AspNetCore.Http.HttpContext";

    /// <summary>Take a delegate that answers requests.</summary>
    public static readonly Api[] Map =
    [
        new("Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions", "Map", "MapGet", "MapPost", "MapPut", "MapDelete", "MapPatch", "MapMethods", "MapFallback"),
        new("Microsoft.AspNetCore.Builder.UseExtensions", "Use"),
        new("Microsoft.AspNetCore.Builder.RunExtensions", "Run"),
    ];

    /// <summary>Take a delegate that is called for each item.</summary>
    public static readonly Api[] ForEach =
    [
        new("System.Threading.Tasks.Parallel", "For", "ForAsync", "ForEach", "ForEachAsync"),
        new("System.Collections.Generic.List`1", "ForEach"),
    ];
}
