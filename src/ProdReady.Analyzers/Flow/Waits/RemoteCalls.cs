using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Calls to other machines that nothing limits.</summary>
internal sealed class RemoteCalls(Known known)
{
    private static readonly string[] Streams = ["AsyncServerStreamingCall", "AsyncClientStreamingCall", "AsyncDuplexStreamingCall"];

    private static readonly string[] Near = ["localhost", "127.0.0.1", "::1", "Loopback", "UnixDomainSocket"];

    private readonly Tokens _tokens = known.Tokens;
    private readonly Origins _origins = known.Origins;
    private readonly ApiSet _connect = known.Calls(TimeoutApis.Connect);
    private readonly ApiSet _ask = known.Calls(TimeoutApis.Ask);
    private readonly ApiSet _readBody = known.Calls(TimeoutApis.ReadBody);
    private readonly INamedTypeSymbol? _grpcClient = known.Type(TimeoutApis.GrpcClient);

    /// <summary>The calls that should be limited and that have a name of their own; what a gRPC client has is named by its service.</summary>
    public IEnumerable<ApiSet> Limited => [_connect, _readBody];

    /// <summary>Whether there is a gRPC client at all.</summary>
    public bool MayBeGrpc => _grpcClient is not null;

    /// <summary>Whether the call is a unary one of a gRPC client, with neither deadline nor token.</summary>
    public bool IsWithoutDeadline(IInvocationOperation call)
    {
        if (_grpcClient is null || call.Instance is null or IInstanceReferenceOperation || !Types.Is(call.TargetMethod.ContainingType, _grpcClient)) return false;
        if (Streams.Contains(call.TargetMethod.ReturnType.Name) || _tokens.IsGivenToken(call)) return false;
        if (call.TargetMethod.Parameters.Any(parameter => parameter.Name == "deadline")) return call.Argument("deadline") is not { } deadline || deadline.Bare().ConstantValue is { HasValue: true, Value: null };
        return call.Arguments.FirstOrDefault(argument => argument.Parameter?.Type.Name == "CallOptions") is { Value: var options } && IsWithoutDeadline(options.Bare());
    }

    /// <summary>Whether the call opens a connection to another machine and waits for it, with neither timeout nor token.</summary>
    public bool IsUnlimitedConnect(IInvocationOperation call)
    {
        if (!_connect.Has(call.TargetMethod) || call.Instance is not { } client || _tokens.IsGivenToken(call)) return false;
        if (call.Arguments.Any(argument => argument.Value.Type?.Name == "SocketAsyncEventArgs" || Near.Any(argument.Syntax.ToString().Contains))) return false;
        if (Types.IsTask(call.Type) && !IsAwaitedAtOnce(call)) return false;
        return client.Type?.Name == "TcpClient" || _origins.Of(client) is { Count: > 0 } origins && origins.All(origin => origin is IObjectCreationOperation && origin.Syntax.ToString().Contains("Tcp"));
    }

    /// <summary>Whether the call reads the body of an answer of which only the headers were waited for, without a token.</summary>
    public bool IsUnlimitedBody(IInvocationOperation call)
    {
        if (!_readBody.Has(call.TargetMethod) || _tokens.IsGivenToken(call) || !IsAwaitedAtOnce(call)) return false;
        var content = call.Instance ?? call.Arguments.FirstOrDefault()?.Value;
        return content?.Bare() is IPropertyReferenceOperation { Property.Name: "Content", Instance: ILocalReferenceOperation response }
            && _origins.Of(response) is { Count: > 0 } origins && origins.All(origin => origin is IInvocationOperation asked && _ask.Has(asked.TargetMethod) && OnlyHeaders(asked));
    }

    private static bool OnlyHeaders(IInvocationOperation asked) =>
        asked.Argument("completionOption")?.Bare() is IFieldReferenceOperation { Field.Name: "ResponseHeadersRead" };

    /// <summary>Options made on the spot without a limit; those that come from elsewhere may have one.</summary>
    private static bool IsWithoutDeadline(IOperation options) => options switch
    {
        IDefaultValueOperation => true,
        IObjectCreationOperation creation => !creation.Arguments.Any(argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Name: "deadline" or "cancellationToken" }),
        IInvocationOperation { TargetMethod.Name: "WithDeadline" or "WithCancellationToken" } => false,
        IInvocationOperation { TargetMethod.ContainingType.Name: "CallOptions", Instance: { } before } => IsWithoutDeadline(before.Bare()),
        _ => false,
    };

    /// <summary>Not through <c>WaitAsync</c>, nor later, nor in a race.</summary>
    private static bool IsAwaitedAtOnce(IInvocationOperation call) => call.Parent switch
    {
        IAwaitOperation => true,
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" } => true,
        IInvocationOperation { TargetMethod.Name: "Wait", Arguments.IsEmpty: true } => true,
        _ => false,
    };
}
