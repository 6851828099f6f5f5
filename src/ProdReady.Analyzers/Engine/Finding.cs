using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>What a rule returns: the place that names the defect, and the words of the message that come from the code.</summary>
internal sealed class Finding(Location where, params string[] words)
{
    public Finding(SyntaxNodeOrToken where, params string[] words)
        : this(where.GetLocation() ?? Location.None, words)
    {
    }

    public Location Where => where;

    public string[] Words => words;

    /// <summary>Another wording of the same rule, made with <see cref="Describe.Variant"/>.</summary>
    public DiagnosticDescriptor? Wording { get; init; }

    /// <summary>Set when this instance weighs less than the rule usually does.</summary>
    public DiagnosticSeverity? Severity { get; init; }

    /// <summary>Other places that belong to the defect.</summary>
    public ImmutableArray<Location> Also { get; init; } = ImmutableArray<Location>.Empty;

    /// <summary>The version of the package in which the rule began to see this, where that is later than the rule itself. Who is pinned to an earlier one hears nothing of it.</summary>
    public string? Since { get; init; }

    /// <summary>What the rule learned and the fixer needs.</summary>
    public ImmutableDictionary<string, string?> Learned { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Notes for <see cref="Learned"/>.</summary>
    public static ImmutableDictionary<string, string?> Notes(params (string Name, string? Value)[] notes) =>
        notes.ToImmutableDictionary(note => note.Name, note => note.Value);

    /// <summary>The diagnostic, with <paramref name="notes"/> beside what the rule learned.</summary>
    public Diagnostic ToDiagnostic(DiagnosticDescriptor rule, params (string Name, string? Value)[] notes)
    {
        var wording = Wording ?? rule;
        return Diagnostic.Create(wording, where, Severity ?? wording.DefaultSeverity, Also, With(notes), words);
    }

    /// <summary>The same as suppressed: builds and editors are silent, the error log has it.</summary>
    public Diagnostic ToSuppressed(DiagnosticDescriptor rule, params (string Name, string? Value)[] notes)
    {
        var wording = Wording ?? rule;
        var message = string.Format(CultureInfo.InvariantCulture, wording.MessageFormat.ToString(CultureInfo.InvariantCulture), words);
        return Diagnostic.Create(
            wording.Id, wording.Category, message, Severity ?? wording.DefaultSeverity, wording.DefaultSeverity, wording.IsEnabledByDefault, warningLevel: 1, isSuppressed: true,
            wording.Title, wording.Description, wording.HelpLinkUri, where, Also, wording.CustomTags, With(notes));
    }

    private ImmutableDictionary<string, string?> With((string Name, string? Value)[] notes) =>
        notes.Length == 0 ? Learned : Learned.SetItems(notes.Select(note => new KeyValuePair<string, string?>(note.Name, note.Value)));
}
