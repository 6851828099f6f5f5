using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>Finds the logger in scope.</summary>
internal static class Loggers
{
    private static readonly (string Type, LoggerKind Kind)[] Kinds =
    [
        ("Microsoft.Extensions.Logging.ILogger", LoggerKind.Microsoft),
        ("Serilog.ILogger", LoggerKind.Serilog),
        ("NLog.ILogger", LoggerKind.NLog),
    ];

    /// <summary>The nearest logger at <paramref name="position"/>: a local or parameter, a member of the type, or that of a web application; null when there is none.</summary>
    public static Logger? InScope(Spot spot, int position)
    {
        var scope = new Scope(spot, position);
        foreach (var (name, kind) in Kinds)
        {
            if (scope.Nearest(name) is { } found) return new Logger(found.Name + (found.MayBeNull ? "?" : ""), kind);
        }

        return scope.Nearest("Microsoft.AspNetCore.Builder.WebApplication") is { IsLocal: true } app ? new Logger(app.Name + ".Logger", LoggerKind.Microsoft) : null;
    }
}
