using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using ProdReady.Engine;

namespace ProdReady.Tests.Project;

/// <summary>The rules as somebody looks for them: by what they see, and by concern.</summary>
internal static partial class RuleIndex
{
    /// <summary>Each concern: how its failures look from outside, and what the rules see to.</summary>
    private static readonly (Concern Concern, string Looks, string SeesTo)[] Concerns =
    [
        (Concern.Startup, "It does not come up, or comes up wrong", "It starts, or it dies early and says why"),
        (Concern.Shutdown, "A restart or a deployment loses work, takes long, or is taken for a success", "SIGTERM loses no work, and what was started is stopped"),
        (Concern.Failures, "Something failed and nobody knows", "No failure is lost"),
        (Concern.Hangs, "It is up and does nothing", "Nothing waits forever without saying for what"),
        (Concern.Health, "Probes and load balancers are misled", "Up can be told apart from wedged"),
        (Concern.Load, "It drowns", "Overload stays bounded"),
        (Concern.Rollout, "Two versions, or two instances, are in each other's way", "Version N and N+1 run side by side"),
        (Concern.Telemetry, "The log and the metrics do not tell", "What happened can be found out afterwards"),
        (Concern.Configuration, "A setting does nothing", "Settings, of the package and of the application, are understood"),
    ];

    private static IEnumerable<(Concern Concern, string Looks, string SeesTo, Catalog.Entry[] Rules)> Used =>
        Concerns.Select(each => (each.Concern, each.Looks, each.SeesTo, Rules: Catalog.Rules.Where(rule => rule.Concern == each.Concern).ToArray()))
            .Where(each => each.Rules.Length > 0);

    /// <summary>What somebody sees at 3 a.m. and the rule that would have told; grouped as they see it.</summary>
    public static string Symptoms()
    {
        var text = new StringBuilder();
        foreach (var (_, looks, _, rules) in Used)
        {
            text.Append($"### {looks}\n\n");
            foreach (var rule in rules)
            {
                if (Symptom(rule) is { } symptom) text.Append($"- {symptom} [{rule.Id}](rules/{rule.Id}.md): {rule.Descriptor.Title}\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A table of rules for each concern.</summary>
    public static string Tables()
    {
        var text = new StringBuilder();
        foreach (var (concern, _, seesTo, rules) in Used)
        {
            text.Append($"### {concern}\n\n{seesTo}.\n\n");
            text.Append($"| rule | what is wrong | takes down | {string.Join(" | ", Enum.GetNames<Scale>().Select(name => name.ToLowerInvariant()))} | fix |\n|---|---|---|---|---|---|---|---|\n");
            foreach (var rule in rules)
                text.Append($"| [{rule.Id} {rule.Stem}](rules/{rule.Id}.md) | {rule.Descriptor.Title} | {BlastOf(rule)} | {string.Join(" | ", Enum.GetValues<Scale>().Select(scale => Severity(rule, scale)))} | {(rule.Fixer is null ? "no" : "yes")} |\n");
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A line for each concern, for the README.</summary>
    public static string Overview()
    {
        var text = new StringBuilder("| concern | what the rules see to | rules |\n|---|---|---|\n");
        foreach (var (concern, _, seesTo, rules) in Used) text.Append($"| [{concern}](docs/index.md#{concern.ToString().ToLowerInvariant()}) | {seesTo} | {rules.Length} |\n");
        return text.ToString();
    }

    /// <summary>What the page of <paramref name="rule"/> says to look for, as a sentence.</summary>
    public static string? Symptom(Catalog.Entry rule)
    {
        var line = LookForIt().Match(Repository.Read(rule.Page).Replace("\r\n", "\n"));
        if (!line.Success) return null;
        var text = line.Groups["what"].Value;
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    public static string Severity(Catalog.Entry rule, Scale scale) => Describe.SeverityOf(rule.Descriptor, scale) switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Info => "suggestion",
        _ => "none",
    };

    public static string BlastOf(Catalog.Entry rule) => Describe.BlastOf(rule.Descriptor).ToString().ToLowerInvariant();

    [GeneratedRegex(@"^Look for it at 3 [ap]\.m\.(, |: )(?<what>.+)$", RegexOptions.Multiline)]
    private static partial Regex LookForIt();
}
