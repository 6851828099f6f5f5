using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>A logger that code at a place can use.</summary>
internal sealed record Logger(string Name, LoggerKind Kind)
{
    /// <summary>The type whose namespace the entries need; null where the logger has the methods itself.</summary>
    public string? Needs => Kind == LoggerKind.Microsoft ? "Microsoft.Extensions.Logging.LoggerExtensions" : null;

    /// <summary>A statement that logs an exception with a message template.</summary>
    public string Error(string exception, string template, params string[] values) =>
        $"{Name}.{(Kind == LoggerKind.Microsoft ? "LogError" : "Error")}({string.Join(", ", new[] { exception, Quote(template) }.Concat(values))});";

    /// <summary>A statement that logs a warning with a message template.</summary>
    public string Warning(string template, params string[] values) =>
        $"{Name}.{(Kind == LoggerKind.Microsoft ? "LogWarning" : Kind == LoggerKind.NLog ? "Warn" : "Warning")}({string.Join(", ", new[] { Quote(template) }.Concat(values))});";

    /// <summary>A statement that logs a warning with an exception and a message template.</summary>
    public string WarningWith(string exception, string template, params string[] values) =>
        $"{Name}.{(Kind == LoggerKind.Microsoft ? "LogWarning" : Kind == LoggerKind.NLog ? "Warn" : "Warning")}({string.Join(", ", new[] { exception, Quote(template) }.Concat(values))});";

    /// <summary>A statement that logs a text.</summary>
    public string Information(string text) =>
        $"{Name}.{(Kind == LoggerKind.Microsoft ? "LogInformation" : Kind == LoggerKind.NLog ? "Info" : "Information")}({Quote(text)});";

    private static string Quote(string text) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(text, quote: true);
}

/// <summary>The logging libraries whose loggers fixes write to.</summary>
internal enum LoggerKind
{
    Microsoft,
    Serilog,
    NLog,
}
