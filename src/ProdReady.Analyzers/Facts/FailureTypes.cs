namespace ProdReady.Facts;

/// <summary>Exceptions by which the world outside fails. Code has no other way to learn of it, and an operator has to know.</summary>
internal static class FailureTypes
{
    public static readonly string[] Outside =
    [
        "System.Net.Http.HttpRequestException",
        "System.Net.WebException",
        "System.Net.Sockets.SocketException",
        "System.Net.Mail.SmtpException",
        "System.Net.WebSockets.WebSocketException",
        "System.Data.Common.DbException",
        "System.TimeoutException",
        "System.UnauthorizedAccessException",
        "System.Security.Authentication.AuthenticationException",
        "System.Security.Cryptography.CryptographicException",
        "Microsoft.EntityFrameworkCore.DbUpdateException",
        "StackExchange.Redis.RedisException",
        "StackExchange.Redis.RedisTimeoutException",
        "Grpc.Core.RpcException",
        "Azure.RequestFailedException",
        "RabbitMQ.Client.Exceptions.RabbitMQClientException",
        "Confluent.Kafka.KafkaException",
    ];

    /// <summary>All input and output that fails, but for what is simply not there.</summary>
    public const string InputOutput = "System.IO.IOException";

    public static readonly string[] NotThere =
    [
        "System.IO.FileNotFoundException",
        "System.IO.DirectoryNotFoundException",
        "System.IO.EndOfStreamException",
        "System.IO.PathTooLongException",
    ];
}
