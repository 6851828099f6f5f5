namespace ProdReady.Facts;

/// <summary>Limits of waits for other machines, and what has none.</summary>
internal static class TimeoutApis
{
    /// <summary>Properties that take an infinite time.</summary>
    public static readonly Api[] InfiniteIsEndless =
    [
        new("System.Net.Http.HttpClient", "Timeout"),
        new("System.Net.HttpWebRequest", "Timeout", "ReadWriteTimeout"),
        new("System.IO.Stream", "ReadTimeout", "WriteTimeout"),
        new("System.Net.Sockets.Socket", "ReceiveTimeout", "SendTimeout"),
        new("System.Net.Sockets.TcpClient", "ReceiveTimeout", "SendTimeout"),
    ];

    /// <summary>Properties for which zero means no limit.</summary>
    public static readonly Api[] ZeroIsEndless =
    [
        new("System.Data.Common.DbCommand", "CommandTimeout"),
        new("System.Data.IDbCommand", "CommandTimeout"),
        new("System.Net.Sockets.Socket", "ReceiveTimeout", "SendTimeout"),
        new("System.Net.Sockets.TcpClient", "ReceiveTimeout", "SendTimeout"),
    ];

    /// <summary>Set the limit of database commands, in seconds; zero means none.</summary>
    public static readonly Api[] SetCommandTimeout =
    [
        new("Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions", "SetCommandTimeout") { Package = "Microsoft.EntityFrameworkCore.Relational" },
    ];

    /// <summary>Open a connection; without a token they try for as long as the operating system does.</summary>
    public static readonly Api[] Connect =
    [
        new("System.Net.Sockets.TcpClient", "Connect", "ConnectAsync"),
        new("System.Net.Sockets.Socket", "Connect", "ConnectAsync"),
    ];

    /// <summary>Ask and, with <c>ResponseHeadersRead</c>, return when the headers are there; the client's timeout ends then too.</summary>
    public static readonly Api[] Ask =
    [
        new("System.Net.Http.HttpClient", "GetAsync", "SendAsync"),
    ];

    /// <summary>Read a body to its end.</summary>
    public static readonly Api[] ReadBody =
    [
        new("System.Net.Http.HttpContent", "ReadAsStringAsync", "ReadAsByteArrayAsync", "CopyToAsync", "LoadIntoBufferAsync"),
        new("System.Net.Http.Json.HttpContentJsonExtensions", "ReadFromJsonAsync"),
    ];

    /// <summary>The base of all generated gRPC clients.</summary>
    public const string GrpcClient = "Grpc.Core.ClientBase";

    /// <summary>Register a client made by the factory.</summary>
    public static readonly Api[] AddHttpClient =
    [
        new("Microsoft.Extensions.DependencyInjection.HttpClientFactoryServiceCollectionExtensions", "AddHttpClient"),
    ];
}
