namespace ProdReady.Facts;

/// <summary>Numbers that stand for a time, by the unit they are counted in.</summary>
internal static class TimeApis
{
    /// <summary>Wait, or limit a wait, for a number of milliseconds.</summary>
    public static readonly Api[] WaitMilliseconds =
    [
        new("System.Threading.Thread", "Sleep", "Join"),
        new("System.Threading.Tasks.Task", "Delay", "Wait", "WaitAll", "WaitAny"),
        new("System.Threading.CancellationTokenSource", ".ctor", "CancelAfter"),
        new("System.Threading.SemaphoreSlim", "Wait", "WaitAsync"),
        new("System.Threading.WaitHandle", "WaitOne", "WaitAny", "WaitAll", "SignalAndWait"),
        new("System.Threading.ManualResetEventSlim", "Wait"),
        new("System.Threading.CountdownEvent", "Wait"),
        new("System.Threading.Barrier", "SignalAndWait"),
        new("System.Threading.Monitor", "TryEnter", "Wait"),
        new("System.Threading.Lock", "TryEnter"),
        new("System.Threading.ReaderWriterLockSlim", "TryEnterReadLock", "TryEnterUpgradeableReadLock", "TryEnterWriteLock"),
        new("System.Threading.SpinWait", "SpinUntil"),
        new("System.Threading.Timer", ".ctor", "Change"),
        new("System.Timers.Timer", ".ctor", "Interval"),
        new("System.Collections.Concurrent.BlockingCollection`1", "TryAdd", "TryTake"),
        new("System.Diagnostics.Process", "WaitForExit"),
        new("System.Net.NetworkInformation.Ping", "Send", "SendPingAsync"),
        new("System.Net.WebRequest", "Timeout"),
        new("System.Net.HttpWebRequest", "Timeout", "ReadWriteTimeout"),
        new("System.Net.Sockets.Socket", "SendTimeout", "ReceiveTimeout"),
        new("System.Net.Sockets.TcpClient", "SendTimeout", "ReceiveTimeout"),
        new("System.Net.Mail.SmtpClient", "Timeout"),
        new("System.IO.Stream", "ReadTimeout", "WriteTimeout"),
        new("System.IO.Pipes.NamedPipeClientStream", "Connect", "ConnectAsync"),
    ];

    /// <summary>Limit a call by a number of seconds.</summary>
    public static readonly Api[] WaitSeconds =
    [
        new("System.Data.IDbCommand", "CommandTimeout"),
        new("System.Data.Common.DbCommand", "CommandTimeout"),
        new("Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions", "SetCommandTimeout") { Package = "Microsoft.EntityFrameworkCore.Relational" },
        new("Microsoft.EntityFrameworkCore.Infrastructure.RelationalDbContextOptionsBuilder`2", "CommandTimeout") { Package = "Microsoft.EntityFrameworkCore.Relational" },
    ];

    /// <summary>Make a time, or a later date, of a number of milliseconds.</summary>
    public static readonly Api[] MakeOfMilliseconds = Of("Milliseconds");

    /// <summary>Make a time, or a later date, of a number of seconds.</summary>
    public static readonly Api[] MakeOfSeconds = Of("Seconds");

    /// <summary>Make a time, or a later date, of a number of minutes.</summary>
    public static readonly Api[] MakeOfMinutes = Of("Minutes");

    /// <summary>Make a time, or a later date, of a number of hours.</summary>
    public static readonly Api[] MakeOfHours = Of("Hours");

    /// <summary>Make a time, or a later date, of a number of days.</summary>
    public static readonly Api[] MakeOfDays = Of("Days");

    private static Api[] Of(string unit) => [new("System.TimeSpan", "From" + unit), new("System.DateTime", "Add" + unit), new("System.DateTimeOffset", "Add" + unit)];
}
