using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Suppressors;

/// <summary>
/// ConfigureAwait(false) on every line of a service changes nothing: console, worker and web applications have no synchronization context to return to.
/// Left alone: libraries, whose callers may have one; user interfaces, components and tests, which do; code that sets one itself.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoContextToReturnTo() : ProductionSuppressor(
    IsOn,
    "A console, worker or web application has no synchronization context, so ConfigureAwait(false) changes nothing",
    "CA2007", "MA0004", "RCS1090")
{
    internal static readonly Option<bool> IsOn = Switch(
        "PRS401", "Silences CA2007, MA0004 and RCS1090 in applications, which have no synchronization context.");

    /// <summary>Packages that bring a synchronization context into any program.</summary>
    private static readonly string[] ContextMakers = ["Nito.AsyncEx.Context", "Microsoft.VisualStudio.Threading", "Terminal.Gui", "GtkSharp", "Eto"];

    private protected override Func<SyntaxNode, bool> WrongAt(Known known)
    {
        var isFree = known.Kind is ProjectKind.Web or ProjectKind.Worker or ProjectKind.CommandLine or ProjectKind.Function
            && known.Compilation.Options.OutputKind == OutputKind.ConsoleApplication
            && !known.Compilation.ReferencedAssemblyNames.Any(reference => ContextMakers.Contains(reference.Name))
            && !HasComponents(known)
            && !known.AnyText("SynchronizationContext");
        return _ => isFree;
    }

    /// <summary>Whether the application has components: on the server, each circuit has a context.</summary>
    private static bool HasComponents(Known known) =>
        known.Type("Microsoft.AspNetCore.Components.IComponent") is { } component
        && known.Implementations.DeclaredTypes.Any(type => Types.Is(type, component));
}
