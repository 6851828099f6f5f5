namespace ProdReady.Facts;

/// <summary>Where the libraries for logs write to, and when.</summary>
internal static class LogSinkApis
{
    /// <summary>The logger that the whole program writes to.</summary>
    public static readonly Api[] GlobalLogger =
    [
        new("Serilog.Log", "Logger") { Package = "Serilog" },
    ];

    /// <summary>Write to it, or to one like it.</summary>
    public static readonly Api[] Fatal =
    [
        new("Serilog.Log", "Error", "Fatal") { Package = "Serilog" },
        new("Serilog.ILogger", "Error", "Fatal") { Package = "Serilog" },
    ];

    /// <summary>The same in NLog, which flushes by itself when the process ends in order.</summary>
    public static readonly Api[] FatalOfNLog =
    [
        new("NLog.ILogger", "Error", "Fatal") { Package = "NLog" },
        new("NLog.Logger", "Error", "Fatal") { Package = "NLog" },
    ];

    /// <summary>Write what has been kept, and close the log.</summary>
    public static readonly Api[] Flush =
    [
        new("Serilog.Log", "CloseAndFlush", "CloseAndFlushAsync") { Package = "Serilog" },
        new("Serilog.Core.Logger", "Dispose", "DisposeAsync") { Package = "Serilog" },
        new("NLog.LogManager", "Shutdown", "Flush") { Package = "NLog" },
        new("NLog.LogFactory", "Shutdown", "Flush", "Dispose") { Package = "NLog" },
    ];

    /// <summary>What sinks are added to.</summary>
    public const string Sinks = "Serilog.Configuration.LoggerSinkConfiguration";

    /// <summary>Write on a thread of their own, behind a queue.</summary>
    public static readonly Api[] WriteLater =
    [
        new("Serilog.LoggerConfigurationAsyncExtensions", "Async") { Package = "Serilog.Sinks.Async" },
        new("NLog.SetupLoadConfigurationExtensions", "WithAsync", "WithBuffering") { Package = "NLog" },
        new("NLog.Targets.Wrappers.AsyncTargetWrapper", ".ctor") { Package = "NLog" },
        new("NLog.Targets.Wrappers.BufferingTargetWrapper", ".ctor") { Package = "NLog" },
    ];

    /// <summary>Take the sinks from the settings, where whoever runs the program chooses them.</summary>
    public static readonly Api[] ReadSettings =
    [
        new("Serilog.ConfigurationLoggerConfigurationExtensions", "Configuration") { Package = "Serilog.Settings.Configuration" },
    ];

    /// <summary>The section in which the settings name the sinks.</summary>
    public const string Section = "Serilog:WriteTo";

    /// <summary>Names in there of sinks that write at once, unless they are told to keep a buffer.</summary>
    public static readonly string[] AtOnce = ["Console", "Debug", "File", "Trace"];

    /// <summary>Names in there of sinks that write later.</summary>
    public static readonly string[] Later = ["ApplicationInsights", "Async", "Elasticsearch", "OpenTelemetry", "Seq"];

    /// <summary>Make a logger that the host replaces by the one it is configured with.</summary>
    public static readonly Api[] MakeReplaceable =
    [
        new("Serilog.LoggerConfigurationExtensions", "CreateBootstrapLogger") { Package = "Serilog.Extensions.Hosting" },
    ];

    /// <summary>Have a host write to Serilog; what they configure is closed with the host.</summary>
    public static readonly Api[] UseInHost =
    [
        new("Serilog.SerilogHostBuilderExtensions", "UseSerilog") { Package = "Serilog.Extensions.Hosting" },
        new("Serilog.SerilogServiceCollectionExtensions", "AddSerilog") { Package = "Serilog.Extensions.Hosting" },
        new("Serilog.SerilogLoggingBuilderExtensions", "AddSerilog") { Package = "Serilog.Extensions.Logging" },
    ];

    /// <summary>A sink in an assembly that refers to one of these sends entries in batches.</summary>
    public static readonly string[] Senders = ["Serilog.Sinks.PeriodicBatching", "System.Net.Http", "Grpc.Net.Client", "Microsoft.ApplicationInsights"];
}
