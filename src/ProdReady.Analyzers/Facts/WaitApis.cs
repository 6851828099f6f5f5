namespace ProdReady.Facts;

/// <summary>Calls at which a thread stands still until something else happens.</summary>
internal static class WaitApis
{
    /// <summary>Wait for a task on the thread that calls.</summary>
    public static readonly Api[] WaitForTask =
    [
        new("System.Threading.Tasks.Task", "Wait", "WaitAll", "WaitAny"),
        new("System.Threading.Tasks.Task`1", "Result"),
        new("System.Threading.Tasks.ValueTask`1", "Result"),
        new("System.Runtime.CompilerServices.TaskAwaiter", "GetResult"),
        new("System.Runtime.CompilerServices.TaskAwaiter`1", "GetResult"),
        new("System.Runtime.CompilerServices.ValueTaskAwaiter", "GetResult"),
        new("System.Runtime.CompilerServices.ValueTaskAwaiter`1", "GetResult"),
        new("System.Runtime.CompilerServices.ConfiguredTaskAwaitable+ConfiguredTaskAwaiter", "GetResult"),
        new("System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1+ConfiguredTaskAwaiter", "GetResult"),
        new("System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable+ConfiguredValueTaskAwaiter", "GetResult"),
        new("System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable`1+ConfiguredValueTaskAwaiter", "GetResult"),
    ];

    /// <summary>Let time pass.</summary>
    public static readonly Api[] Sleep =
    [
        new("System.Threading.Thread", "Sleep"),
    ];

    /// <summary>Wait until another thread ends.</summary>
    public static readonly Api[] WaitForThread =
    [
        new("System.Threading.Thread", "Join"),
    ];

    /// <summary>Wait until another thread, or another process, gives a signal.</summary>
    public static readonly Api[] WaitForSignal =
    [
        new("System.Threading.WaitHandle", "WaitOne", "WaitAny", "WaitAll", "SignalAndWait"),
        new("System.Threading.ManualResetEventSlim", "Wait"),
        new("System.Threading.CountdownEvent", "Wait"),
        new("System.Threading.Barrier", "SignalAndWait"),
        new("System.Threading.Monitor", "Wait"),
    ];

    /// <summary>Wait until a program that was started ends.</summary>
    public static readonly Api[] WaitForProcess =
    [
        new("System.Diagnostics.Process", "WaitForExit"),
    ];

    /// <summary>Wait until somebody adds an item.</summary>
    public static readonly Api[] WaitForItem =
    [
        new("System.Collections.Concurrent.BlockingCollection`1", "Take", "TakeFromAny", "GetConsumingEnumerable"),
    ];

    /// <summary>Wait for another machine; the calls have time limits of their own, of half a minute to minutes.</summary>
    public static readonly Api[] CallNetwork =
    [
        new("System.Net.Http.HttpMessageInvoker", "Send"),
        new("System.Net.WebRequest", "GetResponse", "GetRequestStream"),
        new("System.Net.WebClient", "DownloadData", "DownloadFile", "DownloadString", "UploadData", "UploadFile", "UploadString", "UploadValues", "OpenRead", "OpenWrite"),
        new("System.Net.Dns", "GetHostEntry", "GetHostAddresses", "GetHostByName", "Resolve"),
        new("System.Net.Mail.SmtpClient", "Send"),
        new("System.Net.NetworkInformation.Ping", "Send"),
        new("System.Net.HttpListener", "GetContext"),
        new("System.Net.Sockets.Socket", "Accept", "Connect", "Receive", "ReceiveFrom", "Send", "SendTo", "SendFile"),
        new("System.Net.Sockets.TcpClient", "Connect"),
        new("System.Net.Sockets.TcpListener", "AcceptTcpClient", "AcceptSocket"),
        new("System.Net.Sockets.UdpClient", "Receive", "Send"),
        new("System.IO.Pipes.NamedPipeClientStream", "Connect"),
        new("System.IO.Pipes.NamedPipeServerStream", "WaitForConnection"),
    ];

    /// <summary>Wait for a database.</summary>
    public static readonly Api[] CallDatabase =
    [
        new("System.Data.Common.DbConnection", "Open"),
        new("System.Data.Common.DbCommand", "ExecuteNonQuery", "ExecuteReader", "ExecuteScalar"),
        new("System.Data.Common.DbTransaction", "Commit"),
        new("System.Data.Common.DbDataAdapter", "Fill", "Update"),
        new("System.Data.IDbConnection", "Open"),
        new("System.Data.IDbCommand", "ExecuteNonQuery", "ExecuteReader", "ExecuteScalar"),
        new("System.Data.IDbTransaction", "Commit"),
        new("Microsoft.EntityFrameworkCore.DbContext", "SaveChanges") { Package = "Microsoft.EntityFrameworkCore" },
        new("Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions", "ExecuteSql", "ExecuteSqlRaw", "ExecuteSqlInterpolated", "Migrate") { Package = "Microsoft.EntityFrameworkCore.Relational" },
    ];

    /// <summary>Block the thread in another way. The place for methods of your own whose source is elsewhere.</summary>
    public static readonly Api[] Block =
    [
        new("System.Threading.SpinWait", "SpinUntil"),
    ];

    /// <summary>Make a task that is done.</summary>
    public static readonly Api[] MakeDone =
    [
        new("System.Threading.Tasks.Task", "FromResult", "FromException", "FromCanceled", "CompletedTask"),
        new("System.Threading.Tasks.ValueTask", "FromResult", "FromException", "FromCanceled", "CompletedTask"),
    ];

    /// <summary>Wait for several tasks.</summary>
    public static readonly Api[] Combine =
    [
        new("System.Threading.Tasks.Task", "WhenAll", "WhenAny", "WaitAll", "WaitAny", "WhenEach"),
    ];

    /// <summary>Say whether a task is done.</summary>
    public static readonly Api[] TellDone =
    [
        new("System.Threading.Tasks.Task", "IsCompleted", "IsCompletedSuccessfully", "IsFaulted", "IsCanceled", "Status", "Exception"),
        new("System.Threading.Tasks.ValueTask", "IsCompleted", "IsCompletedSuccessfully", "IsFaulted", "IsCanceled"),
        new("System.Threading.Tasks.ValueTask`1", "IsCompleted", "IsCompletedSuccessfully", "IsFaulted", "IsCanceled"),
    ];

    /// <summary>Run a delegate when tasks are done, and hand them to it.</summary>
    public static readonly Api[] ContinueWith =
    [
        new("System.Threading.Tasks.Task", "ContinueWith"),
        new("System.Threading.Tasks.Task`1", "ContinueWith"),
        new("System.Threading.Tasks.TaskFactory", "ContinueWhenAll", "ContinueWhenAny"),
        new("System.Threading.Tasks.TaskFactory`1", "ContinueWhenAll", "ContinueWhenAny"),
    ];

    /// <summary>Read what <c>HttpClient</c> has in memory already, unless it was told to return after the headers.</summary>
    public static readonly Api[] ReadContent =
    [
        new("System.Net.Http.HttpContent", "ReadAsStringAsync", "ReadAsByteArrayAsync", "ReadAsStreamAsync", "LoadIntoBufferAsync", "CopyToAsync"),
        new("System.Net.Http.Json.HttpContentJsonExtensions", "ReadFromJsonAsync"),
    ];
}
