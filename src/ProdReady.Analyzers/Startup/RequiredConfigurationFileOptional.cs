using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Startup;

/// <summary>
/// The volume with the limits was not mounted in one of three zones. The service started there as well, and for a week took orders of any size.
/// Left alone: appsettings.json and its variants, files of developers and of one environment, what comes on top of a file that has to be there, files that the service writes itself,
/// code that says something when the file is missing; tools, libraries and tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RequiredConfigurationFileOptional() : ProductionRule(Rule, GoesOnWithDefault)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD104", Concern.Startup, Blast.Process, new At(Info, Info, Warning, Warning),
        title: "A settings file that has to be there is optional",
        message: "'{0}' is optional: where its mount or copy is missing the service starts with defaults, and nothing says so; require the file");

    internal static readonly DiagnosticDescriptor GoesOnWithDefault = Describe.Variant(Rule,
        "Where '{0}' is missing the service goes on with '{1}', and nothing says so; log a warning that names the file, or throw");

    internal static readonly Option<string> OptionalFiles = Options.Patterns(
        "prodready.PRD104.optional_files", "Settings files that need not be there, as in plugins*.");

    /// <summary>The name under which the fixer finds the path of the file as the code writes it.</summary>
    internal const string PathNote = "path";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind is not (ProjectKind.Web or ProjectKind.Worker)) return;

        var add = known.Calls(SettingsFileApis.Add);
        var files = new SettingsFiles(known);
        var missing = new MissingFiles(known);
        var startup = new ConfiguringCode(known);
        var development = known.DevelopmentOnly;
        watch.OnCall([add, missing.Asking], call => add.Has(call.TargetMethod) ? OfAdded(call) : OfDefault(call, missing.Of(call)));
        watch.On<ICatchClauseOperation>(OperationKind.CatchClause, clause => OfDefault(clause, missing.Of(clause)));

        Finding? OfAdded(IInvocationOperation call)
        {
            if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "optional" && argument.ArgumentKind == ArgumentKind.Explicit) is not { Value.ConstantValue: { HasValue: true, Value: true } } optional) return null;
            if ((call.Argument("path") ?? MountedFolder(call)) is not { } path || files.Name(path) is not { } name) return null;
            return SettingsFiles.IsOverlay(name) || IsNamed(name, call) || IsOnTop(name, call) || development.Is(call) ? null : new Finding(optional.Syntax, name);
        }

        Finding? OfDefault(IOperation place, (IOperation Path, IOperation Default)? found)
        {
            if (found is not (var path, var value) || files.Name(path) is not { } name || !SettingsFiles.HasSettings(name) || SettingsFiles.IsOverlay(name)) return null;
            return IsNamed(name, place) || !startup.Has(place) || development.Is(place) ? null : new Finding(value.Syntax, name, Names.Text(value))
            {
                Wording = GoesOnWithDefault,
                Learned = Finding.Notes((PathNote, path.Syntax.ToString())),
            };
        }

        bool IsNamed(string name, IOperation place) => NamePatterns.AnyMatches(name, watch.Read(OptionalFiles, place));

        // "logging.default.json" has to be there, "logging.json" may come on top of it.
        bool IsOnTop(string name, IInvocationOperation call) =>
            call.Root().Descendants().OfType<IInvocationOperation>().Any(other => add.Has(other.TargetMethod) && other.Syntax.Span.End < call.Syntax.Span.End
                && other.Argument("path") is { } path && files.Name(path) is { } basis && basis != name && Stem(basis) == Stem(name));
    }

    /// <summary>A folder of settings that lies outside of the application: somebody has to mount it. One inside is a place that an installation may use, and need not.</summary>
    private static IOperation? MountedFolder(IInvocationOperation call) =>
        call.Argument("directoryPath") is { ConstantValue: { HasValue: true, Value: string text } } path && text.StartsWith("/", StringComparison.Ordinal) ? path : null;

    private static string Stem(string name) => name.Split('.')[0];
}
