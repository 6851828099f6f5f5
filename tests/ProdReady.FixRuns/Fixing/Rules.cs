using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;

namespace ProdReady.FixRuns.Fixing;

/// <summary>The rules of a run and their fixers, found by reflection.</summary>
internal sealed record Rules(ImmutableArray<DiagnosticAnalyzer> Analyzers, IReadOnlyList<CodeFixProvider> Fixers)
{
    /// <summary>Those with these ids; without any, all.</summary>
    public static Rules Chosen(IReadOnlyCollection<string> ids)
    {
        bool IsChosen(string id) => ids.Count == 0 || ids.Contains(id, StringComparer.OrdinalIgnoreCase);
        return new Rules(
            [.. Made<DiagnosticAnalyzer>(typeof(ProductionRule)).Where(rule => rule.SupportedDiagnostics.Any(descriptor => IsChosen(descriptor.Id)))],
            [.. Made<CodeFixProvider>(typeof(ProductionFixer)).Where(fixer => fixer.FixableDiagnosticIds.Any(IsChosen))]);
    }

    public IEnumerable<DiagnosticDescriptor> Descriptors => Analyzers.SelectMany(rule => rule.SupportedDiagnostics).DistinctBy(descriptor => descriptor.Id);

    public CodeFixProvider? Fixer(string id) => Fixers.FirstOrDefault(fixer => fixer.FixableDiagnosticIds.Contains(id));

    private static IEnumerable<T> Made<T>(Type root) =>
        root.Assembly.GetTypes().Where(type => typeof(T).IsAssignableFrom(type) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal).Select(type => (T)Activator.CreateInstance(type, nonPublic: true)!);
}
