using System.Collections.Immutable;
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

    /// <summary>What the rule learned and the fixer needs.</summary>
    public ImmutableDictionary<string, string?> Learned { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Notes for <see cref="Learned"/>.</summary>
    public static ImmutableDictionary<string, string?> Notes(params (string Name, string? Value)[] notes) =>
        notes.ToImmutableDictionary(note => note.Name, note => note.Value);

    public Diagnostic ToDiagnostic(DiagnosticDescriptor rule)
    {
        var wording = Wording ?? rule;
        return Diagnostic.Create(wording, where, Severity ?? wording.DefaultSeverity, Also, Learned, words);
    }
}
