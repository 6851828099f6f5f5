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
public sealed class UnknownOptionValue() : ProductionRule(Rule, UnknownKey, UnknownApi, UnknownContract, UndeclaredContract)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD001", Concern.Configuration, Blast.Process, At.Every(Warning), atEnd: true,
        title: "A setting of ProdReady.Analyzers is not understood",
        message: "'{1}' is no value of '{0}', so its default is used; write {2}");

    internal static readonly DiagnosticDescriptor UnknownKey = Describe.Variant(Rule,
        "There is no setting '{0}', so this line does nothing; the settings are {1}");

    internal static readonly DiagnosticDescriptor UnknownApi = Describe.Variant(Rule,
        "'{0}' is not understood, so this line does nothing; write 'Table = M:Namespace.Type.Method(System.Exception)' with one of the tables {1}");

    internal static readonly DiagnosticDescriptor UnknownContract = Describe.Variant(Rule,
        "'{0}' does nothing, because {1}; write 'Namespace.Type', 'Namespace.Type.Member -> type', 'Namespace.Type.Value = 1' or 'Namespace.Type : \"name\" -> Namespace.Derived'");

    internal static readonly DiagnosticDescriptor UndeclaredContract = Describe.Variant(Rule,
        "'{0}' does nothing, because this project declares no type '{1}'; write its name as it is now, or take its lines back with '*REMOVED*' in ProdReady.Contracts.Unshipped.txt when no version uses it");

    private const string ScaleProperty = "ProdReadyScale";

    private protected override void Watch(Watcher watch) => watch.AtEnd(end =>
    {
        var files = SettingFiles.Read(end.Options, end.CancellationToken).ToArray();
        return InFiles(files)
            .Concat(InOptions(end.Compilation, end.Options, files))
            .Concat(OfProject(watch.Known))
            .Concat(OfApis(watch.Known))
            .Concat(OfContracts(watch.Known, end.CancellationToken));
    });

    private static IEnumerable<Finding> InFiles(IEnumerable<SettingFiles.Line> lines) =>
        lines.Select(line => Option.All.TryGetValue(line.Key, out var option)
                ? option.Understands(line.Value) ? null : NotUnderstood(line.Where, option, line.Value)
                : new Finding(line.Where, line.Key, string.Join(", ", Option.All.Keys.OrderBy(key => key, StringComparer.Ordinal))) { Wording = UnknownKey })
            .OfType<Finding>();

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

    private static IEnumerable<Finding> OfProject(Known known)
    {
        if (known.Property(ScaleProperty) is not { } scale || Enum.GetNames(typeof(Scale)).Contains(scale, StringComparer.OrdinalIgnoreCase)) yield break;
        yield return new Finding(Location.None, ScaleProperty, scale, string.Join(", ", Enum.GetNames(typeof(Scale)).Select(name => name.ToLowerInvariant())));
    }

    private static IEnumerable<Finding> OfApis(Known known) =>
        known.UserApis.Mistakes.Select(mistake => new Finding(mistake.Where, mistake.Line, string.Join(", ", UserApis.Tables.Keys.OrderBy(name => name, StringComparer.Ordinal))) { Wording = UnknownApi });

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
