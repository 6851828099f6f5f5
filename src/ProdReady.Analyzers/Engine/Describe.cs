using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>The only place that makes descriptors, so that id, category, help link and severities cannot disagree.</summary>
internal static class Describe
{
    private const string BlastTag = "ProdReady.Blast.";
    private const string AtTag = "ProdReady.At.";
    private const string SinceTag = "ProdReady.Since.";

    /// <summary>
    /// Describes a rule. <paramref name="message"/> is one sentence: what will happen in production, and what to do;
    /// <paramref name="since"/> is the version of the package that the rule came in.
    /// </summary>
    public static DiagnosticDescriptor Rule(
        string id, Concern concern, Blast blast, At severity, string title, string message, bool atEnd = false, string since = RulesVersion.First)
    {
        var tags = new List<string> { BlastTag + blast, SinceTag + since };
        foreach (Scale scale in Enum.GetValues(typeof(Scale)))
            tags.Add(AtTag + scale + "=" + (severity[scale]?.ToString() ?? "None"));
        if (atEnd) tags.Add(WellKnownDiagnosticTags.CompilationEnd);

#pragma warning disable RS0030 // The ban sends everybody here.
        return new DiagnosticDescriptor(
            id, title, message, "ProdReady." + concern,
            severity[Scale.Small] ?? DiagnosticSeverity.Warning,
            isEnabledByDefault: severity[Scale.Small] is not null,
            description: null,
            helpLinkUri: Pages.Of(id),
            customTags: [.. tags]);
#pragma warning restore RS0030
    }

    /// <summary>The same rule with a message for a more specific shape of the defect.</summary>
    public static DiagnosticDescriptor Variant(DiagnosticDescriptor rule, string message)
    {
#pragma warning disable RS0030 // The ban sends everybody here.
        return new DiagnosticDescriptor(
            rule.Id, rule.Title, message, rule.Category, rule.DefaultSeverity, rule.IsEnabledByDefault, rule.Description, rule.HelpLinkUri, [.. rule.CustomTags]);
#pragma warning restore RS0030
    }

    /// <summary>What the failure behind <paramref name="rule"/> takes down.</summary>
    public static Blast BlastOf(DiagnosticDescriptor rule) =>
        (Blast)Enum.Parse(typeof(Blast), Tag(rule, BlastTag));

    /// <summary>The version of the package that <paramref name="rule"/> came in.</summary>
    public static string SinceOf(DiagnosticDescriptor rule) => Tag(rule, SinceTag);

    /// <summary>The severity of <paramref name="rule"/> at <paramref name="scale"/>; null when it is off there.</summary>
    public static DiagnosticSeverity? SeverityOf(DiagnosticDescriptor rule, Scale scale)
    {
        var value = Tag(rule, AtTag + scale + "=");
        return value == "None" ? null : (DiagnosticSeverity)Enum.Parse(typeof(DiagnosticSeverity), value);
    }

    private static string Tag(DiagnosticDescriptor rule, string prefix) =>
        rule.CustomTags.First(tag => tag.StartsWith(prefix, StringComparison.Ordinal)).Substring(prefix.Length);
}
