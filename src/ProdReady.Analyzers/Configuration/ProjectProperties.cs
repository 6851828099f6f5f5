using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Ratchet;

namespace ProdReady.Configuration;

/// <summary>The MSBuild properties that are ours. A build stops at most of them by itself; an editor hears of them here.</summary>
internal static class ProjectProperties
{
    public static IEnumerable<(string Name, string Value, string Accepted)> NotUnderstood(Known known)
    {
        var scales = Enum.GetNames(typeof(Scale)).Select(name => name.ToLowerInvariant()).ToArray();
        return new[]
        {
            Judge("ProdReadyScale", value => scales.Contains(value, StringComparer.OrdinalIgnoreCase), string.Join(", ", scales)),
            Judge(RulesVersion.Property, RulesVersion.IsKnown, RulesVersion.First == RulesVersion.Current ? RulesVersion.First : $"a version from {RulesVersion.First} to {RulesVersion.Current}"),
            Judge(Baseline.Property, value => string.Equals(value, Baseline.Write, StringComparison.OrdinalIgnoreCase), Baseline.Write),
            Judge(ProjectReplicas.Property, ProjectReplicas.Understands, ProjectReplicas.Accepts),
            Judge("ProdReadyShareFacts", value => bool.TryParse(value, out _), "true or false"),
        }.OfType<(string, string, string)>();

        (string, string, string)? Judge(string name, Func<string, bool> understands, string accepted) =>
            known.Property(name) is { } value && !understands(value.Trim()) ? (name, value, accepted) : null;
    }
}
