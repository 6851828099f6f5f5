using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>Gives a type an <c>ILogger</c> of its own.</summary>
internal sealed class LoggerInjection
{
    private static readonly Injection.Service OwnLogger = new("ILogger", "logger", IsOfUser: true);

    private readonly Injection _injection;

    private LoggerInjection(Injection injection)
    {
        _injection = injection;
        Logger = new Logger(injection.Name, LoggerKind.Microsoft);
    }

    /// <summary>The logger that code of the type will have.</summary>
    public Logger Logger { get; }

    public SyntaxNode MarkedRoot => _injection.MarkedRoot;

    /// <inheritdoc cref="Injection.For"/>
    public static async Task<LoggerInjection?> For(Spot spot, SyntaxNode place) =>
        spot.Type("Microsoft.Extensions.Logging.ILogger`1") is not null && await Injection.For(spot, place, OwnLogger).ConfigureAwait(false) is { } injection
            ? new LoggerInjection(injection)
            : null;

    /// <inheritdoc cref="Injection.Mark"/>
    public TNode Mark<TNode>(TNode place)
        where TNode : SyntaxNode => _injection.Mark(place);

    /// <inheritdoc cref="Injection.Into"/>
    public SyntaxNode Into(SyntaxNode root, Spot spot) => _injection.Into(root, spot);
}
