using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Applications that are called ready without anybody asking what they depend on.</summary>
internal sealed class UncheckedDependencies
{
    /// <summary>How routes of readiness end in the source.</summary>
    private static readonly string[] Readiness = [.. RouteWords.Ready.SelectMany(word => new[] { $"/{word}\"", $"\"{word}\"" })];

    private readonly Known _known;
    private readonly Dependencies _dependencies;
    private readonly HealthFunctions _functions;
    private readonly CheckRegistrations _registrations;
    private readonly ApiSet _answers;
    private readonly ApiSet _done;
    private readonly Lazy<(IInvocationOperation Where, HealthMapping Ready)?> _gap;
    private readonly Lazy<bool> _isClear;

    public UncheckedDependencies(Known known)
    {
        _known = known;
        _dependencies = new Dependencies(known);
        _functions = new HealthFunctions(known);
        _registrations = new CheckRegistrations(known);
        _answers = known.Calls(HealthCheckApis.Answer);
        _done = known.Calls(WaitApis.MakeDone);
        _isClear = new(IsClear);
        _gap = new(FindGap);
    }

    /// <summary>The dependencies that nothing asks.</summary>
    public IReadOnlyList<INamedTypeSymbol> All => _dependencies.Registered;

    /// <summary>The path of the endpoint that says ready whatever happens, when this call is where its checks are registered, or the endpoint mapped where none are.</summary>
    public string? At(IInvocationOperation call) => _gap.Value is { } gap && gap.Where.Syntax == call.Syntax ? gap.Ready.Path : null;

    /// <summary>Whether that endpoint would run a check that is tagged as one of readiness.</summary>
    public bool TakesTagged(string tag) =>
        _gap.Value is { Ready: var ready } && ready.Selects.Selects(new HealthCheckFacts(ready.Step) { Tags = [tag] }) == Answer.Yes;

    /// <summary>Whether an endpoint that is written by hand and answers a constant is the only one that shows health.</summary>
    public bool IsOnlyEndpoint(string path) =>
        RouteWords.Names(path, RouteWords.Certain) && !ProbePaths.AskIfAlive(path) && All.Count > 0 && _isClear.Value && !_known.HasCall(HealthApis.MapEndpoint)
        && (ProbePaths.AskIfReady(path) || !_known.AnyText(Readiness));

    /// <summary>Whether the code answers without asking anything: no call but those that make the answer, no state.</summary>
    public bool IsConstant(IOperation code) => code.Executed().All(operation => operation switch
    {
        IInvocationOperation call => _answers.Has(call.TargetMethod) || _done.Has(call.TargetMethod) || call.TargetMethod.Name is "Ok" or "NoContent" or "Text" or "Content" && Types.IsFramework(call.TargetMethod.ContainingAssembly),
        IMemberReferenceOperation { Member.IsStatic: false } or IParameterReferenceOperation or ILocalReferenceOperation or IAwaitOperation or IThrowOperation or IInvalidOperation or IConditionalOperation => false,
        IPropertyReferenceOperation property => property.Property.Name == "CompletedTask",
        _ => true,
    });

    private (IInvocationOperation, HealthMapping)? FindGap()
    {
        if (!_dependencies.MayBeRegistered) return null;
        var mappings = _known.Health.Mappings.ToArray();
        if (mappings.Length == 0 || mappings.Any(mapping => mapping.Path is null) || All.Count == 0 || !_isClear.Value) return null;
        var ready = mappings.FirstOrDefault(mapping => ProbePaths.AskIfReady(mapping.Path!)) ?? (mappings.Length == 1 && !ProbePaths.AskIfAlive(mappings[0].Path!) ? mappings[0] : null);
        if (ready is null || _known.Health.Checks.Any(check => ready.Selects.Selects(check) != Answer.No && !IsConstant(check))) return null;
        return (_known.Host.Calls(HealthApis.Register).FirstOrDefault()?.Call ?? ready.Step.Call, ready);
    }

    private bool IsConstant(HealthCheckFacts check) =>
        _registrations.At(check.Step.Call) is { } registration
        && (registration.Code ?? (_functions.Entry(registration.Check) is { } entry ? _known.Bodies.Of(entry) : null)) is { } code && IsConstant(code);

    /// <summary>Whether all checks are seen: the whole way on which the host is set up, and nobody on it who could add some out of sight.</summary>
    private bool IsClear()
    {
        if (!_known.Host.IsWhole || _known.AnyText("HealthCheckServiceOptions")) return false;
        var oracle = new AssemblyOracle(_known.Compilation, HealthApis.RegistrationAssembly, source => source.Contains("HealthCheck"));
        return _known.Host.Unseen.All(step => step.Call.TargetMethod.ContainingAssembly is { } assembly && oracle.Uses(assembly) == Answer.No);
    }
}
