namespace ProdReady.Facts;

/// <summary>Where requests, messages and probes enter an application.</summary>
internal static class RequestApis
{
    /// <summary>Types whose public methods answer requests.</summary>
    public static readonly string[] Endpoints = ServingApis.Endpoints;

    /// <summary>Contracts and base types whose members are called for each request.</summary>
    public static readonly string[] ForRequests =
    [
        "Microsoft.AspNetCore.Http.IMiddleware",
        "Microsoft.AspNetCore.Http.IEndpointFilter",
        "Microsoft.AspNetCore.Http.IResult",
        "Microsoft.AspNetCore.Mvc.IActionResult",
        "Microsoft.AspNetCore.Mvc.ActionResult",
        "Microsoft.AspNetCore.Mvc.Filters.ActionFilterAttribute",
        "Microsoft.AspNetCore.Mvc.Filters.IActionFilter",
        "Microsoft.AspNetCore.Mvc.Filters.IAsyncActionFilter",
        "Microsoft.AspNetCore.Mvc.Filters.IAuthorizationFilter",
        "Microsoft.AspNetCore.Mvc.Filters.IAsyncAuthorizationFilter",
        "Microsoft.AspNetCore.Mvc.Filters.IExceptionFilter",
        "Microsoft.AspNetCore.Mvc.Filters.IAsyncExceptionFilter",
        "Microsoft.AspNetCore.Mvc.Filters.IPageFilter",
        "Microsoft.AspNetCore.Mvc.Filters.IAsyncPageFilter",
        "Microsoft.AspNetCore.Mvc.Filters.IResourceFilter",
        "Microsoft.AspNetCore.Mvc.Filters.IAsyncResourceFilter",
        "Microsoft.AspNetCore.Mvc.Filters.IResultFilter",
        "Microsoft.AspNetCore.Mvc.Filters.IAsyncResultFilter",
        "Microsoft.AspNetCore.Mvc.ModelBinding.IModelBinder",
        "Microsoft.AspNetCore.Authentication.AuthenticationHandler`1",
        "Microsoft.AspNetCore.Authentication.IAuthenticationHandler",
        "Microsoft.AspNetCore.Authentication.IClaimsTransformation",
        "Microsoft.AspNetCore.Authorization.AuthorizationHandler`1",
        "Microsoft.AspNetCore.Authorization.AuthorizationHandler`2",
        "Microsoft.AspNetCore.Authorization.IAuthorizationHandler",
        "Microsoft.AspNetCore.Razor.TagHelpers.ITagHelper",
        "Microsoft.AspNetCore.Razor.TagHelpers.TagHelper",
        "Microsoft.AspNetCore.SignalR.IHubFilter",
    ];

    /// <summary>Contracts of packages whose members are called for each request or message.</summary>
    public static readonly string[] ForMessages =
    [
        "MassTransit.IConsumer`1",
        "MediatR.INotificationHandler`1",
        "MediatR.IPipelineBehavior`2",
        "MediatR.IRequestHandler`1",
        "MediatR.IRequestHandler`2",
        "NServiceBus.IHandleMessages`1",
        "Rebus.Handlers.IHandleMessages`1",
        "RabbitMQ.Client.AsyncDefaultBasicConsumer",
        "RabbitMQ.Client.DefaultBasicConsumer",
    ];

    /// <summary>Contracts whose members are called for each probe.</summary>
    public static readonly string[] ForProbes = ["Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheck"];

    /// <summary>What a method is given that answers a gRPC call.</summary>
    public const string CallContext = "Grpc.Core.ServerCallContext";

    /// <summary>Keeps a public method of a controller from being an action.</summary>
    public const string NonAction = "Microsoft.AspNetCore.Mvc.NonActionAttribute";

    /// <summary>Take a delegate that is called for each request to an endpoint.</summary>
    public static readonly Api[] Filter =
    [
        new("Microsoft.AspNetCore.Http.EndpointFilterExtensions", "AddEndpointFilter"),
    ];

    /// <summary>Put a prefix before the routes that are mapped on what they return.</summary>
    public static readonly Api[] Group =
    [
        new("Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions", "MapGroup"),
    ];

    /// <summary>Take a delegate that is called for each probe.</summary>
    public static readonly Api[] Check =
    [
        new("Microsoft.Extensions.DependencyInjection.HealthChecksBuilderDelegateExtensions", "AddCheck", "AddAsyncCheck"),
    ];

    /// <summary>Bring a message.</summary>
    public static readonly Api[] Deliver = BrokerApis.Deliver.Concat(new Api[]
    {
        new("Azure.Messaging.ServiceBus.ServiceBusProcessor", "ProcessMessageAsync") { Package = "Azure.Messaging.ServiceBus" },
        new("Azure.Messaging.ServiceBus.ServiceBusSessionProcessor", "ProcessMessageAsync") { Package = "Azure.Messaging.ServiceBus" },
    }).ToArray();
}
