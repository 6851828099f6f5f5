using System.Text.Json;

namespace ProdReady.PackageTests.Harness;

/// <summary>What the compiler wrote to its error log.</summary>
internal sealed class Sarif
{
    private Sarif(IReadOnlyList<Finding> findings, IReadOnlyList<Suppressed> suppressed, IReadOnlySet<string> rules)
    {
        Findings = findings;
        Suppressed = suppressed;
        Rules = rules;
    }

    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>What of ours was found and is suppressed.</summary>
    public IReadOnlyList<Suppressed> Suppressed { get; }

    /// <summary>The ids of the rules that ran, whether they found something or not.</summary>
    public IReadOnlySet<string> Rules { get; }

    /// <summary>Our findings as <c>id level</c>, each once, in the order of ids.</summary>
    public string Ours => string.Join(", ", Findings.Where(finding => finding.IsOurs).Select(finding => $"{finding.Id} {finding.Level}").Distinct().Order(StringComparer.Ordinal));

    public static Sarif Load(string path)
    {
        using var log = JsonDocument.Parse(File.ReadAllText(path));
        var run = log.RootElement.GetProperty("runs")[0];
        var results = run.GetProperty("results").EnumerateArray().ToArray();
        return new Sarif(
            [.. results.Where(IsActive).Select(Finding.Of)],
            [.. results.Where(result => !IsActive(result)).Select(Harness.Suppressed.Of).Where(suppressed => suppressed.Finding.IsOurs)],
            run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()!).ToHashSet());
    }

    private static bool IsActive(JsonElement result) => !result.TryGetProperty("suppressions", out var suppressions) || suppressions.GetArrayLength() == 0;
}

/// <summary>One result: what, how bad, and where.</summary>
internal sealed record Finding(string Id, string Level, string Message, string File, int Line, int Column, int EndColumn)
{
    public bool IsOurs => Id.StartsWith("PRD", StringComparison.Ordinal);

    public static Finding Of(JsonElement result)
    {
        var place = result.TryGetProperty("locations", out var locations) && locations.GetArrayLength() > 0
            ? locations[0].GetProperty("physicalLocation")
            : default(JsonElement?);
        return new Finding(
            result.GetProperty("ruleId").GetString()!,
            result.GetProperty("level").GetString()!,
            result.GetProperty("message").GetProperty("text").GetString()!,
            place?.GetProperty("artifactLocation").GetProperty("uri").GetString() ?? "",
            place?.GetProperty("region").GetProperty("startLine").GetInt32() ?? 0,
            place?.GetProperty("region").GetProperty("startColumn").GetInt32() ?? 0,
            place?.GetProperty("region").GetProperty("endColumn").GetInt32() ?? 0);
    }
}

/// <summary>A result that is suppressed, by what, and why.</summary>
internal sealed record Suppressed(Finding Finding, string By, string Reason)
{
    public static Suppressed Of(JsonElement result)
    {
        var suppression = result.GetProperty("suppressions")[0];
        return new Suppressed(Finding.Of(result), Text(suppression, "properties", "suppressionType"), Text(suppression, "justification") is { Length: > 0 } reason ? reason : Text(result, "properties", "customProperties", "prodready.reason"));
    }

    private static string Text(JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            if (!element.TryGetProperty(name, out element)) return "";
        }

        return element.GetString()!;
    }
}
