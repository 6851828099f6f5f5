using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;
using ProdReady.Failures;

namespace ProdReady.Tests.Harness;

/// <summary>All rules and fixers, found by reflection: no list is kept anywhere.</summary>
internal static class Catalog
{
    public static readonly IReadOnlyList<Entry> Rules =
        [.. typeof(ProductionRule).Assembly.GetTypes()
            .Where(type => typeof(ProductionRule).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => new Entry(type))
            .OrderBy(entry => entry.Id, StringComparer.Ordinal)];

    public static readonly IReadOnlyList<CodeFixProvider> Fixers =
        [.. typeof(SwallowedExceptionFixer).Assembly.GetTypes()
            .Where(type => typeof(CodeFixProvider).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    public static readonly IReadOnlyList<ProductionSuppressor> Suppressors =
        [.. typeof(ProductionSuppressor).Assembly.GetTypes()
            .Where(type => typeof(ProductionSuppressor).IsAssignableFrom(type) && !type.IsAbstract)
            .Select(type => (ProductionSuppressor)Activator.CreateInstance(type)!)
            .OrderBy(suppressor => suppressor.Id, StringComparer.Ordinal)];

    public static TheoryData<string> Stems => [.. Rules.Select(rule => rule.Stem)];

    public static Entry Rule(string stem) => Rules.Single(rule => rule.Stem == stem);

    public static DiagnosticAnalyzer[] Analyzers => [.. Rules.Select(rule => rule.Analyzer)];

    internal sealed class Entry(Type type)
    {
        public DiagnosticAnalyzer Analyzer { get; } = (DiagnosticAnalyzer)Activator.CreateInstance(type)!;

        public string Stem => type.Name;

        public DiagnosticDescriptor Descriptor => Analyzer.SupportedDiagnostics[0];

        public string Id => Descriptor.Id;

        public Concern Concern => (Concern)(Id[3] - '0');

        public string Folder => type.Namespace!.Split('.').Last();

        public string Page => $"docs/rules/{Id}.md";

        public CodeFixProvider? Fixer => Fixers.SingleOrDefault(fixer => fixer.FixableDiagnosticIds.Contains(Id));

        /// <summary>The options declared in the rule.</summary>
        public IReadOnlyList<Option> Options =>
            [.. type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
                .Where(declared => typeof(Option).IsAssignableFrom(declared.FieldType))
                .Select(declared => (Option)declared.GetValue(null)!)];
    }
}
