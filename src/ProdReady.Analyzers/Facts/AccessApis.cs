namespace ProdReady.Facts;

/// <summary>What stands between a caller and an endpoint: authorization, the redirection to HTTPS.</summary>
internal static class AccessApis
{
    /// <summary>Say who may call the endpoints that say nothing themselves.</summary>
    public static readonly Api[] Fallback =
    [
        new("Microsoft.AspNetCore.Authorization.AuthorizationOptions", "FallbackPolicy"),
        new("Microsoft.AspNetCore.Authorization.AuthorizationBuilder", "SetFallbackPolicy"),
    ];

    /// <summary>A policy that nobody meets who has not signed in.</summary>
    public static readonly Api[] DemandIdentity =
    [
        new("Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder", "RequireAuthenticatedUser", "RequireClaim", "RequireRole", "RequireUserName"),
        new("Microsoft.AspNetCore.Authorization.AuthorizationOptions", "DefaultPolicy"),
    ];

    /// <summary>Ask for the policy in the pipeline.</summary>
    public static readonly Api[] Authorize =
    [
        new("Microsoft.AspNetCore.Builder.AuthorizationAppBuilderExtensions", "UseAuthorization"),
    ];

    /// <summary>Send callers over HTTP to HTTPS.</summary>
    public static readonly Api[] RedirectToHttps =
    [
        new("Microsoft.AspNetCore.Builder.HttpsPolicyBuilderExtensions", "UseHttpsRedirection"),
    ];

    /// <summary>The port they are sent to; without one nobody is.</summary>
    public static readonly Api[] HttpsPort =
    [
        new("Microsoft.AspNetCore.HttpsPolicy.HttpsRedirectionOptions", "HttpsPort"),
    ];

    /// <summary>Add a branch to the pipeline that only some requests take.</summary>
    public static readonly Api[] Branch =
    [
        new("Microsoft.AspNetCore.Builder.UseWhenExtensions", "UseWhen"),
        new("Microsoft.AspNetCore.Builder.MapWhenExtensions", "MapWhen"),
        new("Microsoft.AspNetCore.Builder.MapExtensions", "Map"),
    ];

    /// <summary>Make endpoints part of a pipeline at this place.</summary>
    public static readonly Api[] UseEndpoints =
    [
        new("Microsoft.AspNetCore.Builder.EndpointRoutingApplicationBuilderExtensions", "UseEndpoints"),
    ];

    /// <summary>The first .NET whose <c>WebApplication</c> asks for the policy by itself when there are services for it.</summary>
    public const int FirstToAuthorize = 7;
}
