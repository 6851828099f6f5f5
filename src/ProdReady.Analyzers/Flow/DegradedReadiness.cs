using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Readiness endpoints that go on saying 200 while one of their checks is degraded.</summary>
internal sealed class DegradedReadiness
{
    private readonly HealthFunctions _functions;
    private readonly HealthAnswers _answers;
    private readonly Known _known;
    private readonly Lazy<IReadOnlyList<HealthMapping>> _mappings;
    private readonly Lazy<IReadOnlyList<HealthCheckFacts>> _checks;

    public DegradedReadiness(Known known)
    {
        _known = known;
        _functions = new HealthFunctions(known);
        _answers = new HealthAnswers(known);
        _mappings = new(() => new HealthMappings(known, known.Host).All);
        _checks = new(() => new HealthChecks(known, known.Host).All);
    }

    /// <summary>The path of the endpoint, when it is one of readiness that says nothing of degraded checks, and one of its checks may be.</summary>
    public string? At(IInvocationOperation map)
    {
        if (_mappings.Value.FirstOrDefault(mapping => mapping.Step.Call.Syntax == map.Syntax) is not { Path: { } path } mapping || !IsReadiness(path)) return null;
        if (map.Argument("options") is { } options && (mapping.Step.Resolve(options) is not IObjectCreationOperation made || made.Syntax.ToString().Contains("ResultStatusCodes"))) return null;
        return _checks.Value.Any(check => mapping.Selects.Selects(check) != Answer.No && MayBeDegraded(check)) ? path : null;
    }

    private static bool IsReadiness(string path) => path.IndexOf("ready", StringComparison.OrdinalIgnoreCase) >= 0 || path.IndexOf("readiness", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Whether the check is registered so, answers so, or comes in a bundle of another project that does not leave the choice.</summary>
    private bool MayBeDegraded(HealthCheckFacts check)
    {
        var call = check.Step.Call;
        if (call.Argument("failureStatus") is { } status) return _answers.Status(check.Step.Resolve(status)) == HealthAnswer.Degraded;
        if (_functions.Entry(check.Type) is { } entry) return _known.Bodies.Of(entry)!.Descendants().Any(operation => _answers.Of(operation) == HealthAnswer.Degraded);
        return call.TargetMethod.ContainingAssembly is { } assembly && !Types.IsFramework(assembly) && call.TargetMethod.Parameters.All(parameter => parameter.Name is not ("failureStatus" or "name"));
    }
}
