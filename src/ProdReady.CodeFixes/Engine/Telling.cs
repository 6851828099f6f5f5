using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProdReady.Engine;

/// <summary>A statement that tells an operator, and the type it needs to be visible: written to the logger in scope, in an executable without one to standard error.</summary>
internal sealed record Telling(string Statement, string? Needs)
{
    /// <summary>The statement without its semicolon: the body of a lambda.</summary>
    public string Expression => Statement.TrimEnd(';');

    /// <summary>A warning with a message template; null when there is nowhere to write it.</summary>
    /// <param name="spot">The finding.</param>
    /// <param name="position">Where it will stand.</param>
    /// <param name="template">A message template with a hole for each value.</param>
    /// <param name="values">The expressions for its holes.</param>
    public static Telling? Warning(Spot spot, int position, string template, params string[] values) =>
        Loggers.InScope(spot, position) is { } logger ? By(logger, logger.Warning(template, values))
        : IsExecutable(spot) ? OnConsole(values.Length == 0 ? SymbolDisplay.FormatLiteral(template, quote: true) : "$" + SymbolDisplay.FormatLiteral(new LogEntry(template, values).Interpolated, quote: true))
        : null;

    /// <summary>A warning with an exception and a message template; null when there is nowhere to write it.</summary>
    public static Telling? WarningWith(Spot spot, int position, string exception, string template, params string[] values) =>
        Loggers.InScope(spot, position) is { } logger ? By(logger, logger.WarningWith(exception, template, values))
        : IsExecutable(spot) ? OnConsole("$" + SymbolDisplay.FormatLiteral(new LogEntry(template, values).Interpolated + ": {" + exception + ".Message}", quote: true))
        : null;

    /// <summary>News that is not bad; null when there is nowhere to write it.</summary>
    public static Telling? Information(Spot spot, int position, string text) =>
        Loggers.InScope(spot, position) is { } logger ? By(logger, logger.Information(text))
        : IsExecutable(spot) ? OnConsole(SymbolDisplay.FormatLiteral(text, quote: true))
        : null;

    /// <summary>An error with an exception; null when there is nowhere to write it.</summary>
    public static Telling? Error(Spot spot, int position, string exception, string text) =>
        Loggers.InScope(spot, position) is { } logger ? By(logger, logger.Error(exception, text))
        : IsExecutable(spot) ? OnConsole("$" + SymbolDisplay.FormatLiteral(text + ": {" + exception + "}", quote: true))
        : null;

    /// <summary>The root in which what the statement names is visible.</summary>
    public SyntaxNode In(SyntaxNode root, Spot spot, params string[] types) =>
        Usings.Ensure(root, spot, types.Prepend(Needs).ToArray());

    private static Telling By(Logger logger, string statement) => new(statement, logger.Needs);

    private static Telling OnConsole(string text) => new($"Console.Error.WriteLine({text});", "System.Console");

    private static bool IsExecutable(Spot spot) => spot.Model.Compilation.Options.OutputKind == OutputKind.ConsoleApplication;
}
