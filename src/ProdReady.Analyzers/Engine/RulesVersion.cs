using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>
/// The version of the package in which a rule began to speak. <c>ProdReadyRulesVersion</c> pins a project to one: an update then raises nothing new.
/// Rules are turned off by a generated preset, so that an <c>.editorconfig</c> can turn one on all the same; findings that an older rule did not have are left out by <see cref="Watcher"/>.
/// </summary>
internal static class RulesVersion
{
    public const string Property = "ProdReadyRulesVersion";

    public const string First = "1.0";

    /// <summary>The version of this package, as a pin writes it.</summary>
    public static string Current { get; } = typeof(RulesVersion).Assembly.GetName().Version.ToString(2);

    /// <summary>Whether what came in <paramref name="since"/> is unknown to who is pinned to <paramref name="pin"/>. A pin that is no version holds nothing back.</summary>
    public static bool IsAfter(string since, string? pin) => Version.TryParse(pin?.Trim(), out var pinned) && Version.Parse(since) > pinned;

    /// <summary>Whether a project can be pinned to <paramref name="pin"/>.</summary>
    public static bool IsKnown(string pin) =>
        Version.TryParse(pin.Trim(), out var version) && version.Build < 0 && version >= Version.Parse(First) && version <= Version.Parse(Current);

    /// <summary>The rules that a project pinned to <paramref name="pin"/> does not have.</summary>
    public static IEnumerable<DiagnosticDescriptor> After(string pin, IEnumerable<DiagnosticDescriptor> rules) => rules.Where(rule => IsAfter(Describe.SinceOf(rule), pin));
}
