using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Configuration;

/// <summary>
/// A team believed for a year that a path was exempt, or a limit set: the key was misspelt and nobody said so.
/// Left alone: keys that are not ours.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnknownOptionValue() : ProductionRule(Rule, UnknownKey, UnknownRule, UnknownLine, UnknownContract, UndeclaredContract)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD001", Concern.Configuration, Blast.Process, At.Every(Warning), atEnd: true,
        title: "A setting of ProdReady.Analyzers is not understood",
        message: "'{1}' is no value of '{0}', so its default is used; write {2}");

    internal static readonly DiagnosticDescriptor UnknownKey = Describe.Variant(Rule,
        "There is no setting '{0}', so this line does nothing; {1}");

    internal static readonly DiagnosticDescriptor UnknownRule = Describe.Variant(Rule,
        "There is no rule or category '{0}', so this line does nothing; {1}");

    internal static readonly DiagnosticDescriptor UnknownLine = Describe.Variant(Rule,
        "'{0}' is not understood, so this line does nothing; {1}");

    internal static readonly DiagnosticDescriptor UnknownContract = Describe.Variant(Rule,
        "'{0}' does nothing, because {1}; write 'Namespace.Type', 'Namespace.Type.Member -> type', 'Namespace.Type.Value = 1' or 'Namespace.Type : \"name\" -> Namespace.Derived'");

    internal static readonly DiagnosticDescriptor UndeclaredContract = Describe.Variant(Rule,
        "'{0}' does nothing, because this project declares no type '{1}'; write its name as it is now, or take its lines back with '*REMOVED*' in ProdReady.Contracts.Unshipped.txt when no version uses it");

    private protected override void Watch(Watcher watch) => watch.AtEnd(end =>
    {
        var files = SettingFiles.Read(end.Options, end.CancellationToken).ToArray();
        return files.Select(Judge).OfType<Finding>()
            .Concat(InOptions(end.Compilation, end.Options, files))
            .Concat(ProjectProperties.NotUnderstood(watch.Known).Select(property => new Finding(Location.None, property.Name, property.Value, property.Accepted)))
            .Concat(Lines(watch.Known).Select(line => new Finding(line.Where, line.Text, line.Advice) { Wording = UnknownLine }))
            .Concat(OfContracts(watch.Known, end.CancellationToken));
    });

    private static Finding? Judge(SettingFiles.Line line)
    {
        if (Option.All.TryGetValue(line.Key, out var option)) return option.Understands(line.Value) ? null : NotUnderstood(line.Where, option, line.Value);
        if (line.Key.StartsWith("prodready.", StringComparison.OrdinalIgnoreCase)) return new Finding(line.Where, line.Key, SeverityLines.Near(line.Key, Option.All.Keys, Pages.Options)) { Wording = UnknownKey };
        if (!SeverityLines.AreOurs(line.Key)) return null;
        if (SeverityLines.Unknown(line.Key) is var (name, advice)) return new Finding(line.Where, name, advice) { Wording = UnknownRule };
        return SeverityLines.Understands(line.Value) ? null : new Finding(line.Where, line.Key, line.Value, SeverityLines.Accepted);
    }

    /// <summary>Values whose file is not visible: they come without a line.</summary>
    private static IEnumerable<Finding> InOptions(Compilation compilation, AnalyzerOptions options, IReadOnlyCollection<SettingFiles.Line> lines)
    {
        var written = new HashSet<string>(lines.Select(line => line.Key), StringComparer.OrdinalIgnoreCase);
        return compilation.SyntaxTrees
            .Select(tree => options.AnalyzerConfigOptionsProvider.GetOptions(tree))
            .Distinct()
            .SelectMany(values => Option.All.Values
                .Where(option => !written.Contains(option.Key))
                .Select(option => values.TryGetValue(option.Key, out var value) && !option.Understands(value) ? (Option: option, Value: value) : default))
            .Where(pair => pair.Option is not null)
            .Distinct()
            .Select(pair => NotUnderstood(Location.None, pair.Option, pair.Value));
    }

    private static IEnumerable<MisunderstoodLine> Lines(Known known) =>
        known.UserApis.Mistakes.Concat(OwnApis.Unresolved(known)).Concat(known.Baseline?.Mistakes ?? []);

    /// <summary>Lines of a baseline that are none, and the first of each type that is not there.</summary>
    private static IEnumerable<Finding> OfContracts(Known known, CancellationToken cancellation)
    {
        if (!ContractFiles.Exist(known.AnalyzerOptions)) return [];
        var files = ContractFiles.Read(known.AnalyzerOptions, cancellation);
        var declared = ContractTypes.Declared(known);
        return files.Mistakes.Select(mistake => new Finding(mistake.Where, mistake.Line, mistake.Why) { Wording = UnknownContract })
            .Concat(files.Shipped.Concat(files.Unshipped)
                .Where(entry => !declared.ContainsKey(entry.Line.Type))
                .GroupBy(entry => entry.Line.Type)
                .Select(lines => new Finding(lines.First().Where, lines.First().Line.Text, lines.Key) { Wording = UndeclaredContract }));
    }

    private static Finding NotUnderstood(Location where, Option option, string value) => new(where, option.Key, value, option.Accepts);
}
