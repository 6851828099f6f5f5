using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Telemetry;

/// <summary>
/// The alarm on failed payments had never fired, and never could: the meter was counted up in the code, and nobody had told OpenTelemetry its name.
/// Left alone: names that are not written in the code, hosts that somebody else may set up, applications that listen by themselves, libraries and tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MeterNotRegistered() : ProductionRule(Rule, OfSource)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD801", Concern.Telemetry, Blast.Feature, new At(Info, Info, Warning, Warning),
        title: "Nobody listens to a meter or an activity source",
        message: "OpenTelemetry is set up here and never told of the meter '{0}': what it counts is dropped, and no error says so; add it with AddMeter");

    internal static readonly DiagnosticDescriptor OfSource = Describe.Variant(Rule,
        "OpenTelemetry is set up here and never told of the activity source '{0}': 'StartActivity' returns null, and traces lack what it does; add it with AddSource");

    /// <summary>The name under which the fixer finds the name of what is not listened to.</summary>
    internal const string NameNote = "name";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind is not (ProjectKind.Web or ProjectKind.Worker or ProjectKind.CommandLine) || known.Calls(TelemetryApis.AddMeter).None && known.Calls(TelemetryApis.AddSource).None) return;

        var listening = new Listening(known);
        var (meter, source) = (known.Type(TelemetryApis.Meter), known.Type(TelemetryApis.ActivitySource));
        var make = known.Calls(TelemetryApis.MakeMeter);
        watch.On<IObjectCreationOperation>(OperationKind.ObjectCreation, creation =>
            Is(creation, meter) ? OfMeter(creation.Arguments) : Is(creation, source) ? Missed(creation.Arguments, listening.MissesSource, OfSource) : null);
        watch.OnCall(make, call => OfMeter(call.Arguments));

        Finding? OfMeter(IEnumerable<IArgumentOperation> arguments) => Missed(arguments, listening.MissesMeter, Rule);
    }

    private static bool Is(IObjectCreationOperation creation, INamedTypeSymbol? type) => type is not null && SymbolEqualityComparer.Default.Equals(creation.Type, type);

    private static Finding? Missed(IEnumerable<IArgumentOperation> arguments, Func<string, bool> isMissed, DiagnosticDescriptor wording) =>
        Name(arguments) is { ConstantValue: { HasValue: true, Value: string { Length: > 0 } name } } written && isMissed(name)
            ? new Finding(written.Syntax, name) { Wording = wording, Learned = Finding.Notes((NameNote, name)) }
            : null;

    /// <summary>The name that is given, or that the options are made with.</summary>
    private static IOperation? Name(IEnumerable<IArgumentOperation> arguments)
    {
        var given = arguments.FirstOrDefault(argument => argument.Parameter is { Name: "name" or "options" })?.Value.Bare();
        return given is IObjectCreationOperation { Arguments: { Length: > 0 } options } ? options[0].Value.Bare() : given;
    }
}
