namespace ProdReady.Facts;

/// <summary>What ASP.NET Core keeps in one process, or on the disk of one machine, unless it is told of a place that all replicas share.</summary>
internal static class ReplicaApis
{
    /// <summary>Hand out what is protected with the keys of Data Protection: cookies, tokens, forms. https://learn.microsoft.com/aspnet/core/security/data-protection/configuration/overview</summary>
    public static readonly Api[] NeedKeys =
    [
        new("Microsoft.Extensions.DependencyInjection.DataProtectionServiceCollectionExtensions", "AddDataProtection"),
        new("Microsoft.Extensions.DependencyInjection.CookieExtensions", "AddCookie"),
        new("Microsoft.AspNetCore.Identity.IdentityCookieAuthenticationBuilderExtensions", "AddIdentityCookies", "AddApplicationCookie"),
        new("Microsoft.Extensions.DependencyInjection.BearerTokenExtensions", "AddBearerToken"),
        new("Microsoft.Extensions.DependencyInjection.SessionServiceCollectionExtensions", "AddSession"),
        new("Microsoft.Extensions.DependencyInjection.AntiforgeryServiceCollectionExtensions", "AddAntiforgery"),
    ];

    /// <summary>That of these which does so only where forms are protected with it.</summary>
    public const string Forms = "AddAntiforgery";

    /// <summary>Words in code that protects forms.</summary>
    public static readonly string[] UsesOfForms = ["GetAndStoreTokens", "ValidateAntiForgeryToken", "AutoValidateAntiforgeryToken", "ValidateRequestAsync", "FromForm", "IFormFile", "IFormCollection"];

    /// <summary>Do so too. Their type has the name of one in another assembly of the framework.</summary>
    public static readonly string[] OfIdentity = ["AddIdentity", "AddIdentityApiEndpoints", "AddDefaultIdentity"];

    /// <summary>The assemblies of these.</summary>
    public static readonly string[] IdentityAssemblies = ["Microsoft.AspNetCore.Identity", "Microsoft.AspNetCore.Identity.UI"];

    /// <summary>Words in code that says where the keys are: <c>PersistKeysToDbContext</c>, <c>IXmlRepository</c>.</summary>
    public static readonly string[] PlacesOfKeys = ["PersistKeysTo", "XmlRepository", "UseEphemeralDataProtectionProvider", "IDataProtectionProvider>"];

    /// <summary>The assembly that a helper must use to say so.</summary>
    public const string KeyAssembly = "Microsoft.AspNetCore.DataProtection";

    /// <summary>Keep what is called distributed in the memory of this process.</summary>
    public static readonly Api[] CacheInMemory =
    [
        new("Microsoft.Extensions.DependencyInjection.MemoryCacheServiceCollectionExtensions", "AddDistributedMemoryCache"),
    ];

    /// <summary>Words in code that registers another distributed cache.</summary>
    public static readonly string[] SharedCaches =
        ["AddStackExchangeRedisCache", "AddDistributedSqlServerCache", "AddDistributedPostgresCache", "AddCosmosCache", "AddDistributedRedisCache", "AddNCacheDistributedCache", "AddRedisDistributedCache", "<IDistributedCache,", "<IDistributedCache>(", "IDistributedCache))"];

    /// <summary>Words in code that keeps something in a distributed cache.</summary>
    public static readonly string[] UsesOfCache = ["IDistributedCache", "AddSession"];

    /// <summary>The assembly that a helper must use to register one.</summary>
    public const string CacheAssembly = "Microsoft.Extensions.Caching.StackExchangeRedis";

    /// <summary>Serves hubs. Its type, too, has the name of one in another assembly.</summary>
    public const string ServeHubs = "AddSignalR";

    /// <summary>The assembly of it.</summary>
    public const string HubAssembly = "Microsoft.AspNetCore.SignalR";

    /// <summary>The settings of hubs that connect no replicas.</summary>
    public static readonly string[] PlainHubSettings = ["AddHubOptions", "AddJsonProtocol", "AddNewtonsoftJsonProtocol", "AddMessagePackProtocol"];

    /// <summary>Words in code that connects the hubs of replicas.</summary>
    public static readonly string[] Backplanes = ["AddStackExchangeRedis(", "AzureSignalR", "HubLifetimeManager", "Backplane", "UseOrleans"];

    /// <summary>Words in code that sends to clients of other replicas too.</summary>
    public static readonly string[] Broadcasts = ["IHubContext<", "Clients.All", "Clients.Group", "Clients.User", "Clients.Others"];

    /// <summary>The assembly that a helper must use to connect them.</summary>
    public const string BackplaneAssembly = "Microsoft.AspNetCore.SignalR.StackExchangeRedis";
}
