using Microsoft.CodeAnalysis;
using ProdReady.Facts;

namespace ProdReady.Engine;

/// <summary>What the team has declared ok to break, for a path or at one place. Builds and editors are silent there; the error log has the finding, as suppressed, with the reason.</summary>
internal static class OkToBreak
{
    /// <summary>The note of a finding that says why it is ok to break; the error log has it among the custom properties.</summary>
    public const string ReasonNote = "prodready.reason";

    private const string Yes = "true";
    private const string No = "false";
    private const string Because = "because ";

    /// <summary>Where a path is allowed to break, only what takes the process down is kept.</summary>
    internal static readonly Option<string> Path = new(
        "prodready.ok_to_break", No, "true, false or because and a reason", "Keeps, for the paths it is set for, only rules whose failure takes the whole process down.", Parse);

    /// <summary>Why this finding is ok to break; null where it is not.</summary>
    public static string? Reason(Finding finding, DiagnosticDescriptor rule, Known known)
    {
        if (finding.Where.SourceTree is not { } tree) return null;
        return BreakComment.ReasonFor(rule.Id, finding.Where) ?? (Describe.BlastOf(rule) == Blast.Process ? null : OfPath(known.Read(Path, tree)));
    }

    private static string? OfPath(string value) => value switch
    {
        No => null,
        Yes => $"{Path.Key} = true",
        _ => value.Substring(Because.Length).Trim(),
    };

    private static bool Parse(string text, out string value)
    {
        value = bool.TryParse(text, out var flag) ? flag ? Yes : No : text;
        return value is Yes or No || text.StartsWith(Because, StringComparison.OrdinalIgnoreCase) && Reasons.IsGiven(text.Substring(Because.Length));
    }
}
