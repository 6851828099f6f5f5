using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether the application listens to what it measures: by OpenTelemetry, as the host is set up, or in any way of its own.</summary>
internal sealed class Listening
{
    /// <summary>It sends all meters on.</summary>
    private const string Prometheus = "Prometheus";

    private readonly Known _known;
    private readonly Lazy<Signals> _metrics;
    private readonly Lazy<Signals> _traces;
    private readonly Lazy<bool> _byItself;

    public Listening(Known known)
    {
        _known = known;
        var telemetry = new HostTelemetry(known);
        _metrics = new(() => telemetry.Metrics(known.Host));
        _traces = new(() => telemetry.Traces(known.Host));
        _byItself = new(() => known.Compilation.ReferencedAssemblyNames.Any(assembly => assembly.Name.StartsWith(Prometheus, StringComparison.Ordinal)) || IsByHand(known));
    }

    /// <summary>Whether metrics are sent on, and those of this meter are certainly not.</summary>
    public bool MissesMeter(string name) => !_byItself.Value && _metrics.Value.Miss(name) && !MayBeAdded(TelemetryApis.AddMeter, name);

    /// <summary>Whether traces are sent on, and those of this source are certainly not.</summary>
    public bool MissesSource(string name) => !_byItself.Value && _traces.Value.Miss(name) && !MayBeAdded(TelemetryApis.AddSource, name);

    /// <summary>Whether code of the application listens without any library.</summary>
    public static bool IsByHand(Known known) => known.AnyText(TelemetryApis.Listeners);

    /// <summary>Whether code that the walk from the entry point did not come by adds it, or may.</summary>
    private bool MayBeAdded(Api[] table, string name)
    {
        var add = _known.Calls(table);
        return _known.AnyCall([.. _known.Names(table)], operation => operation is not IInvocationOperation call || add.Has(call.TargetMethod)
            && call.Arguments.SelectMany(argument => argument.Value.DescendantsAndSelf()).Where(operation => operation.Type?.SpecialType == SpecialType.System_String)
                .Any(given => given.ConstantValue is not { HasValue: true, Value: string listened } ? !IsResolved(given) : Signals.Covers(listened, name)));
    }

    /// <summary>Whether the walk has seen what stands for it: the parameter of a helper.</summary>
    private static bool IsResolved(IOperation given) => given is IParameterReferenceOperation;
}
