using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>Gives a type an <c>ILogger</c> through its constructor.</summary>
internal sealed class LoggerInjection(Injection injection)
{
    /// <summary>The logger that code of the type will have.</summary>
    public Logger Logger { get; } = new(injection.Name, LoggerKind.Microsoft);

    public SyntaxNode MarkedRoot => injection.MarkedRoot;

    /// <summary>The injection for the type around <paramref name="place"/>, where it will be used; null when it has no logger to get.</summary>
    public static async Task<LoggerInjection?> For(Spot spot, SyntaxNode place) =>
        await Injection.For(Injectable.Logger, spot, place).ConfigureAwait(false) is { } injection ? new LoggerInjection(injection) : null;

    /// <inheritdoc cref="Injection.Mark"/>
    public TNode Mark<TNode>(TNode place)
        where TNode : SyntaxNode => injection.Mark(place);

    /// <inheritdoc cref="Injection.Into"/>
    public SyntaxNode Into(SyntaxNode root, Spot spot) => injection.Into(root, spot);
}
