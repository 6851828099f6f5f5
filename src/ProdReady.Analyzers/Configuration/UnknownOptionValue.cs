using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;
using ProdReady.Facts;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Configuration;

/// <summary>
/// A team believed for a year that a path was exempt, or a limit set: the key was misspelt and nobody said so.
/// Left alone: keys that are not ours.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnknownOptionValue() : ProductionRule(Rule, UnknownKey, UnknownApi)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD001", Concern.Configuration, Blast.Process, At.Every(Warning), atEnd: true,
        title: "A setting of ProdReady.Analyzers is not understood",
        message: "'{1}' is no value of '{0}', so its default is used; write {2}");

    internal static readonly DiagnosticDescriptor UnknownKey = Describe.Variant(Rule,
        "There is no setting '{0}', so this line does nothing; the settings are {1}");

    internal static readonly DiagnosticDescriptor UnknownApi = Describe.Variant(Rule,
        "'{0}' is not understood, so this line does nothing; write 'Table = M:Namespace.Type.Method(System.Exception)' with one of the tables {1}");

    private const string ScaleProperty = "ProdReadyScale";

    private protected override void Watch(Watcher watch) => watch.AtEnd(end =>
    {
        var files = SettingFiles.Read(end.Options, end.CancellationToken).ToArray();
        return InFiles(files)
            .Concat(InOptions(end.Compilation, end.Options, files))
            .Concat(OfProject(watch.Known))
            .Concat(OfApis(watch.Known));
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
        if (known.Property(ScaleProperty) is { } scale && !Enum.GetNames(typeof(Scale)).Contains(scale, StringComparer.OrdinalIgnoreCase))
            yield return new Finding(Location.None, ScaleProperty, scale, string.Join(", ", Enum.GetNames(typeof(Scale)).Select(name => name.ToLowerInvariant())));
        if (known.Property(ProjectReplicas.Property) is { } replicas && !ProjectReplicas.Understands(replicas))
            yield return new Finding(Location.None, ProjectReplicas.Property, replicas, ProjectReplicas.Accepts);
    }

    private static IEnumerable<Finding> OfApis(Known known) =>
        known.UserApis.Mistakes.Select(mistake => new Finding(mistake.Where, mistake.Line, string.Join(", ", UserApis.Tables.Keys.OrderBy(name => name, StringComparer.Ordinal))) { Wording = UnknownApi });

    private static Finding NotUnderstood(Location where, Option option, string value) => new(where, option.Key, value, option.Accepts);
}
