using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Which files a deployed service cannot do without: those with settings that are neither of a developer, nor of an environment, nor written by the service itself.</summary>
internal sealed class SettingsFiles(Known known)
{
    private static readonly string[] Endings = [".json", ".xml", ".yaml", ".yml", ".ini", ".toml", ".conf", ".config", ".cfg"];

    /// <summary>What comes on top of other settings, or only where somebody has put it.</summary>
    private static readonly string[] Overlays = ["local", "override", "overlay", "secret", "user", "dev", "custom", "debug", "test", "personal", "private", "optional", "extra"];

    /// <summary>What a service writes for itself, and has not at its first start.</summary>
    private static readonly string[] OwnFiles = ["cache", "state", "history", "progress", "checkpoint", "offset", "cursor", "session", "token", "temp", "tmp", "last", "data", "store", "queue", "backup", "snapshot", "saved"];

    private readonly Origins _origins = known.Origins;

    /// <summary>The name of the file that a path leads to; null when it cannot be told, or when part of it is the environment.</summary>
    public string? Name(IOperation path) => Text(path.Bare()) is { Length: > 0 } text ? text.Substring(text.LastIndexOfAny(['/', '\\']) + 1) : null;

    /// <summary>Whether the settings of the file come on top of others. <c>appsettings.json</c> is optional to every host, and so are its variants.</summary>
    public static bool IsOverlay(string name) =>
        name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) || Has(name, Overlays);

    /// <summary>Whether a file that the service reads by itself has settings in it.</summary>
    public static bool HasSettings(string name) => Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) && !Has(name, OwnFiles);

    private static bool Has(string name, string[] words) => words.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    private string? Text(IOperation path) => path switch
    {
        { ConstantValue: { HasValue: true, Value: string text } } => text,
        IInvocationOperation { TargetMethod: { Name: "Combine" or "Join", ContainingType.Name: "Path" }, Arguments: { Length: > 0 } parts } => Last(parts[parts.Length - 1].Value),
        ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation when _origins.Of(path) is { Count: 1 } origins && origins[0] is not (ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation) => Text(origins[0]),
        _ => null,
    };

    /// <summary>The last part of a path; those of a <c>params</c> are in an array.</summary>
    private string? Last(IOperation part) => part.Bare() switch
    {
        IArrayCreationOperation { Initializer.ElementValues: { Length: > 0 } elements } => Text(elements[elements.Length - 1].Bare()),
        var other => Text(other),
    };
}
