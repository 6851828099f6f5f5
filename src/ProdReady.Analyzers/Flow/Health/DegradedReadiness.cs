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
    private readonly CheckRegistrations _registrations;

    public DegradedReadiness(Known known)
    {
        _known = known;
        _functions = new HealthFunctions(known);
        _answers = new HealthAnswers(known);
        _registrations = new CheckRegistrations(known);
    }

    /// <summary>The path of the endpoint, when it is one of readiness that says nothing of degraded checks, and one of its checks may be.</summary>
    public string? At(IInvocationOperation map)
    {
        if (_known.Health.MappedBy(map) is not { Path: { } path } mapping || !ProbePaths.AskIfReady(path)) return null;
        if (map.Argument("options") is { } options && (mapping.Step.Resolve(options) is not IObjectCreationOperation made || made.Syntax.ToString().Contains("ResultStatusCodes"))) return null;
        return _known.Health.Checks.Any(check => mapping.Selects.Selects(check) != Answer.No && MayBeDegraded(check)) ? path : null;
    }

    /// <summary>Whether the check is registered so, answers so, or comes in a bundle of another project that does not leave the choice.</summary>
    private bool MayBeDegraded(HealthCheckFacts check)
    {
        var call = check.Step.Call;
        if (call.Argument("failureStatus") is { } status) return _answers.Status(check.Step.Resolve(status)) == HealthAnswer.Degraded;
        if (_functions.Entry(_registrations.At(call)?.Check) is { } entry) return _known.Bodies.Of(entry)!.Descendants().Any(operation => _answers.Of(operation) == HealthAnswer.Degraded);
        return call.TargetMethod.ContainingAssembly is { } assembly && !Types.IsFramework(assembly) && call.TargetMethod.Parameters.All(parameter => parameter.Name is not ("failureStatus" or "name"));
    }
}
