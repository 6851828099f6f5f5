using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What the steps of a host do with metrics and traces. A name that is listened to under a condition is listened to; what is set up under one may be.</summary>
internal sealed class HostTelemetry
{
    private readonly Known _known;
    private readonly AssemblyOracle _oracle;
    private readonly (ApiSet SetUp, ApiSet Add) _metrics;
    private readonly (ApiSet SetUp, ApiSet Add) _traces;

    public HostTelemetry(Known known)
    {
        _known = known;
        _oracle = new AssemblyOracle(known.Compilation, TelemetryApis.Assembly, text => text.Contains("OpenTelemetry"));
        _metrics = (known.Calls(TelemetryApis.SetUpMetrics), known.Calls(TelemetryApis.AddMeter));
        _traces = (known.Calls(TelemetryApis.SetUpTraces), known.Calls(TelemetryApis.AddSource));
    }

    public Signals Metrics(HostGraph graph) => Of(graph, _metrics, facts => facts.Metrics);

    public Signals Traces(HostGraph graph) => Of(graph, _traces, facts => facts.Traces);

    /// <summary>The names that a call listens to; null where one of them is not written in the code.</summary>
    public static string? Names(HostStep step)
    {
        var given = step.Call.Arguments.SelectMany(argument => Elements(argument.Value.Bare())).Select(step.Text).ToArray();
        // What has a blank in it cannot be told from two.
        return given.All(name => name is not null && !name.Any(letter => letter is ' ' or ';')) ? Signals.Joined(given.Select(name => name!)) : null;
    }

    private static IEnumerable<IOperation> Elements(IOperation names) =>
        names is IArrayCreationOperation { Initializer.ElementValues: var elements } ? elements : new[] { names };

    private Signals Of(HostGraph graph, (ApiSet SetUp, ApiSet Add) apis, Func<HostFacts, Signals> told)
    {
        var signals = graph.IsWhole ? Signals.None : Signals.Unknown;
        foreach (var step in graph.Steps)
        {
            if (apis.SetUp.Has(step.Call.TargetMethod)) signals = signals.And(new Signals(step.When == HostCondition.Always ? Answer.Yes : Answer.Unknown, ""));
            else if (apis.Add.Has(step.Call.TargetMethod)) signals = signals.And(new Signals(Answer.No, Names(step)));
        }

        foreach (var step in graph.Unseen)
        {
            if (apis.SetUp.Has(step.Call.TargetMethod) || apis.Add.Has(step.Call.TargetMethod)) continue;
            var helper = OfHelper(step.Call.TargetMethod, told);
            signals = signals.And(step.When == HostCondition.Always || helper.AreSetUp == Answer.No ? helper : helper with { AreSetUp = Answer.Unknown });
        }

        return signals;
    }

    private Signals OfHelper(IMethodSymbol method, Func<HostFacts, Signals> told)
    {
        if (_known.SharedFacts.Of(method) is { } facts) return told(facts);
        if (method.ContainingAssembly is not { } assembly) return Signals.Unknown;
        return TelemetryApis.Instrumentations.Any(package => assembly.Name.StartsWith(package, StringComparison.Ordinal)) || _oracle.Uses(assembly) == Answer.No ? Signals.None : Signals.Unknown;
    }
}
