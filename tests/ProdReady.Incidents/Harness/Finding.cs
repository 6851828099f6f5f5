using System.Text.Json;

namespace ProdReady.Incidents.Harness;

/// <summary>One line of what a build reports.</summary>
internal sealed record Finding(string Rule, string Level, string Place, string Message)
{
    public override string ToString() => $"{Place}: {Level} {Rule}: {Message}";

    /// <summary>What a build's SARIF log reports, without the suggestions of others.</summary>
    public static IReadOnlyList<Finding> In(string sarif)
    {
        using var log = JsonDocument.Parse(File.ReadAllText(sarif));
        return log.RootElement.GetProperty("runs").EnumerateArray()
            .SelectMany(run => run.GetProperty("results").EnumerateArray())
            .Where(result => !result.TryGetProperty("suppressions", out var suppressions) || suppressions.GetArrayLength() == 0)
            .Select(Of)
            .Where(finding => finding.Rule.StartsWith("PRD", StringComparison.Ordinal) || finding.Level is "warning" or "error")
            .ToList();
    }

    private static Finding Of(JsonElement result) => new(
        result.GetProperty("ruleId").GetString()!,
        result.TryGetProperty("level", out var level) ? level.GetString()! : "warning",
        result.TryGetProperty("locations", out var places) && places.GetArrayLength() > 0 ? PlaceOf(places[0].GetProperty("physicalLocation")) : "-",
        result.GetProperty("message").GetProperty("text").GetString()!);

    private static string PlaceOf(JsonElement location) =>
        $"{Path.GetFileName(location.GetProperty("artifactLocation").GetProperty("uri").GetString())}({location.GetProperty("region").GetProperty("startLine").GetInt32()})";
}
