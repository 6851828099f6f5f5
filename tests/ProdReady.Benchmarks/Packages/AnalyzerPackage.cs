using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ProdReady.Benchmarks.Packages;

/// <summary>Analyzers that are installed together, and the files that come with them.</summary>
internal sealed record AnalyzerPackage(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers, ImmutableArray<AdditionalText> Files)
{
    public static AnalyzerPackage Ours { get; } = new("ProdReady.Analyzers", EnabledIn([typeof(Engine.ProductionRule).Assembly]), []);

    /// <summary>
    /// Each of our rules without the others, on top of the empty analyzer: where a rule registers nothing, Roslyn would not even bind the code, and the
    /// rule would seem to save time.
    /// </summary>
    public static IEnumerable<AnalyzerPackage> OneByOne =>
        Ours.Analyzers.Select(rule => new AnalyzerPackage(rule.SupportedDiagnostics[0].Id + " and the empty operation analyzer", [rule, .. Idle.OnOperations.Analyzers], []));

    /// <summary>The analyzers that run when nothing is configured.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> EnabledIn(IEnumerable<Assembly> assemblies) =>
    [
        .. from assembly in assemblies
           from type in assembly.GetTypes()
           where !type.IsAbstract && type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true
           orderby type.FullName
           let analyzer = (DiagnosticAnalyzer)Activator.CreateInstance(type)!
           where analyzer.SupportedDiagnostics.Any(rule => rule.IsEnabledByDefault)
           select analyzer,
    ];
}
