using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The handler that a client is made with.</summary>
internal sealed class HttpHandlers(Known known)
{
    /// <summary>Settings by which the author shows that he knows where the connections go.</summary>
    private static readonly string[] Renewing = ["PooledConnectionLifetime", "ConnectCallback"];

    private readonly Origins _origins = known.Origins;
    private readonly INamedTypeSymbol? _sockets = known.Type(HttpClientApis.Sockets);

    /// <summary>Whether the client makes its connections by itself: it is given no handler, or one of the framework that is made for it alone.</summary>
    public bool IsOwn(IObjectCreationOperation client) => Handler(client) is not { } handler || handler.Bare() is IObjectCreationOperation { Type: var type } && IsOfFramework(type);

    /// <summary>Whether its connections are never made anew: <c>new HttpClient()</c>, or a handler of the framework that is seen to set no lifetime.</summary>
    public bool KeepsConnections(IObjectCreationOperation client)
    {
        if (_sockets is null || IsForThisMachine(client)) return false;
        if (Handler(client) is not { } handler) return true;
        var origins = handler.Bare() is IObjectCreationOperation made ? [made] : _origins.Of(handler);
        return origins is { Count: > 0 } && origins.All(origin => origin is IObjectCreationOperation { Type: var type } creation && IsOfFramework(type) && !IsRenewing(creation)) && !IsRenewedLater(handler);
    }

    private static IOperation? Handler(IObjectCreationOperation client) => client.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "handler")?.Value;

    private static bool IsOfFramework(ITypeSymbol? type) =>
        type is { Name: "HttpClientHandler" or "SocketsHttpHandler", ContainingNamespace: { Name: "Http", ContainingNamespace: { Name: "Net", ContainingNamespace.Name: "System" } } };

    private static bool IsRenewing(IObjectCreationOperation handler) =>
        handler.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().Any(SetsLifetime) == true;

    private static bool SetsLifetime(ISimpleAssignmentOperation assignment) => assignment.Target is IPropertyReferenceOperation { Property.Name: var name } && Renewing.Contains(name);

    /// <summary>Whether the variable that holds the handler is set up behind its declaration.</summary>
    private static bool IsRenewedLater(IOperation handler) =>
        Variables.Of(handler) is { } variable && handler.Root().Descendants().OfType<ISimpleAssignmentOperation>()
            .Any(assignment => SetsLifetime(assignment) && assignment.Target is IPropertyReferenceOperation { Instance: { } owner } && Variables.Is(owner, variable));

    /// <summary>Whether its address says that it talks to its own machine, whose address does not change.</summary>
    private static bool IsForThisMachine(IObjectCreationOperation client) =>
        client.Initializer?.Descendants().Any(operation => operation.ConstantValue is { HasValue: true, Value: string address } && (address.Contains("localhost") || address.Contains("127.0.0.1"))) == true;
}
