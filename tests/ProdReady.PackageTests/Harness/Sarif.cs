using System.Text.Json;

namespace ProdReady.PackageTests.Harness;

/// <summary>What the compiler wrote to its error log.</summary>
internal sealed class Sarif
{
    private Sarif(IReadOnlyList<Finding> findings, IReadOnlySet<string> rules)
    {
        Findings = findings;
        Rules = rules;
    }

    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The ids of the rules that ran, whether they found something or not.</summary>
    public IReadOnlySet<string> Rules { get; }

    /// <summary>Our findings as <c>id level</c>, each once, in the order of ids.</summary>
    public string Ours => string.Join(", ", Findings.Where(finding => finding.IsOurs).Select(finding => $"{finding.Id} {finding.Level}").Distinct().Order(StringComparer.Ordinal));

    public static Sarif Load(string path)
    {
        using var log = JsonDocument.Parse(File.ReadAllText(path));
        var run = log.RootElement.GetProperty("runs")[0];
        return new Sarif(
            [.. run.GetProperty("results").EnumerateArray().Where(IsActive).Select(Finding.Of)],
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
