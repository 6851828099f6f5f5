using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ProdReady.Facts;

namespace ProdReady.Configuration;

/// <summary>
/// What the settings files of the project say. The host reads <c>appsettings.json</c>, and on top of it the file of the environment, which is Production unless it is told
/// otherwise; so these two are what a deployed service has.
/// </summary>
internal sealed class AppSettings
{
    private const string Base = "appsettings.json";
    private const string Production = "appsettings.Production.json";

    private readonly Dictionary<string, string?> _values = new(StringComparer.OrdinalIgnoreCase);

    public AppSettings(Known known, CancellationToken cancellation)
    {
        foreach (var file in Files(known).OrderBy(file => IsNamed(file, Production)))
        {
            if (!IsNamed(file, Base) && !IsNamed(file, Production) || file.GetText(cancellation) is not { } text) continue;
            var settings = JsonSettings.Read(text);
            IsUnclear |= settings.Why is not null;
            foreach (var setting in settings.Values) _values[setting.Key] = setting.Value;
        }
    }

    /// <summary>Whether one of them cannot be read, so that nothing can be said of what is missing.</summary>
    public bool IsUnclear { get; }

    /// <summary>Whether the key, or in the case of a section one below it, has a value that is not empty.</summary>
    /// <param name="key">As in <c>ConnectionStrings:Main</c>.</param>
    /// <param name="isSection">Whether any value below it will do.</param>
    /// <param name="isWhole">Whether nothing stands before it: code that was given a part of the configuration names the rest.</param>
    public bool Has(string key, bool isSection, bool isWhole) =>
        _values.Any(setting => !string.IsNullOrEmpty(setting.Value) && IsMeant(setting.Key, key, isSection, isWhole));

    /// <summary>Whether the key is there, as a text without a character: a place to be filled.</summary>
    public bool IsEmpty(string key) => _values.TryGetValue(key, out var value) && value is "";

    /// <summary>The settings of a section, with their whole keys.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Below(string section) =>
        _values.Where(setting => setting.Key.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase));

    /// <summary>The settings files of the project, each once; what a build has copied is not counted.</summary>
    public static IEnumerable<AdditionalText> Files(Known known)
    {
        var project = known.Property("ProjectDir") ?? "";
        return known.AnalyzerOptions.AdditionalFiles
            .Where(file => Path.GetFileName(file.Path) is { } name
                && name.StartsWith("appsettings", StringComparison.OrdinalIgnoreCase) && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                && !IsCopy(file.Path, project))
            .GroupBy(file => Path.GetFullPath(file.Path), StringComparer.OrdinalIgnoreCase)
            .Select(group => group.First());
    }

    private static bool IsCopy(string path, string project)
    {
        var inside = project.Length > 0 && path.StartsWith(project, StringComparison.OrdinalIgnoreCase) ? path.Substring(project.Length) : Path.IsPathRooted(path) ? "" : path;
        return inside.Split('/', '\\').Any(folder => folder is "bin" or "obj");
    }

    private static bool IsNamed(AdditionalText file, string name) => string.Equals(Path.GetFileName(file.Path), name, StringComparison.OrdinalIgnoreCase);

    private static bool IsMeant(string setting, string key, bool isSection, bool isWhole)
    {
        for (var at = setting.IndexOf(key, StringComparison.OrdinalIgnoreCase); at >= 0; at = isWhole ? -1 : setting.IndexOf(key, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + key.Length;
            var begins = at == 0 || !isWhole && setting[at - 1] == ':';
            if (begins && (end == setting.Length || isSection && setting[end] == ':')) return true;
        }

        return false;
    }
}
