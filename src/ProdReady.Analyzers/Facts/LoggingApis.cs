namespace ProdReady.Facts;

/// <summary>Where a failure can be left for an operator to find.</summary>
internal static class LoggingApis
{
    /// <summary>Write an entry made of a message template and its values. An exception among the values is no exception of the entry.</summary>
    public static readonly Api[] FillTemplate =
    [
        new("Microsoft.Extensions.Logging.ILogger", "Log"),
        new("Microsoft.Extensions.Logging.LoggerExtensions", "Log", "LogTrace", "LogDebug", "LogInformation", "LogWarning", "LogError", "LogCritical"),
        new("Serilog.ILogger", "Write", "Verbose", "Debug", "Information", "Warning", "Error", "Fatal") { Package = "Serilog" },
        new("Serilog.Log", "Write", "Verbose", "Debug", "Information", "Warning", "Error", "Fatal") { Package = "Serilog" },
    ];

    /// <summary>Write an entry to a log that has a place for an exception: stack trace and inner exceptions are kept when it is given one.</summary>
    public static readonly Api[] TakeException = FillTemplate.Concat(new Api[]
    {
        new("NLog.ILoggerBase", "Log", "LogException") { Package = "NLog" },
        new("NLog.ILogger", "Trace", "Debug", "Info", "Warn", "Error", "Fatal") { Package = "NLog" },
        new("NLog.Logger", "Log", "Trace", "Debug", "Info", "Warn", "Error", "Fatal", "ConditionalDebug", "ConditionalTrace") { Package = "NLog" },
        new("NLog.Common.InternalLogger", "Log", "Trace", "Debug", "Info", "Warn", "Error", "Fatal") { Package = "NLog" },
        new("log4net.ILog", "Debug", "DebugFormat", "Info", "InfoFormat", "Warn", "WarnFormat", "Error", "ErrorFormat", "Fatal", "FatalFormat") { Package = "log4net" },
    }).ToArray();

    /// <summary>Write an entry to a log, a trace, an event source or the console.</summary>
    public static readonly Api[] Record = TakeException.Concat(new Api[]
    {
        new("System.Diagnostics.Trace", "Write", "WriteLine", "WriteIf", "WriteLineIf", "TraceError", "TraceWarning", "TraceInformation", "Fail", "Assert"),
        new("System.Diagnostics.TraceSource", "TraceEvent", "TraceData", "TraceInformation"),
        new("System.Diagnostics.Debug", "Write", "WriteLine", "WriteIf", "WriteLineIf", "Print", "Fail", "Assert"),
        new("System.Diagnostics.Activity", "AddEvent", "AddException", "SetStatus", "SetTag", "AddTag"),
        new("System.Diagnostics.DiagnosticSource", "Write"),
        new("System.Diagnostics.Tracing.EventSource", "Write", "WriteEvent", "WriteEventCore"),
        new("System.Diagnostics.EventLog", "WriteEntry", "WriteEvent"),
        new("System.Console", "Write", "WriteLine"),
        new("System.IO.TextWriter", "Write", "WriteLine", "WriteAsync", "WriteLineAsync"),
    }).ToArray();

    /// <summary>Write an entry that says that the program cannot go on.</summary>
    public static readonly Api[] SayFatal =
    [
        new("Microsoft.Extensions.Logging.LoggerExtensions", "LogCritical"),
        new("Serilog.ILogger", "Fatal") { Package = "Serilog" },
        new("Serilog.Log", "Fatal") { Package = "Serilog" },
        new("NLog.ILogger", "Fatal") { Package = "NLog" },
        new("NLog.Logger", "Fatal") { Package = "NLog" },
        new("log4net.ILog", "Fatal", "FatalFormat") { Package = "log4net" },
    ];

    /// <summary>Mark a method whose body the compiler writes as a log entry.</summary>
    public const string LoggerMessageAttribute = "Microsoft.Extensions.Logging.LoggerMessageAttribute";

    /// <summary>Count something that somebody can watch.</summary>
    public static readonly Api[] Count =
    [
        new("System.Diagnostics.Metrics.Counter`1", "Add"),
        new("System.Diagnostics.Metrics.UpDownCounter`1", "Add"),
        new("System.Diagnostics.Metrics.Histogram`1", "Record"),
        new("System.Diagnostics.Tracing.EventCounter", "WriteMetric"),
        new("System.Diagnostics.Tracing.IncrementingEventCounter", "Increment"),
        new("System.Threading.Interlocked", "Increment", "Decrement", "Add", "Exchange", "CompareExchange"),
    ];
}
