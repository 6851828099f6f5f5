using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Whether the application goes on serving for a while when it is told to stop: it waits in a callback of the stopping token, in a service that is stopped, or handles
/// the signal itself; or code that is not here could do so.
/// </summary>
internal sealed class Drains
{
    /// <summary>Words in the names of helpers, of whatever package, that have to do with the end.</summary>
    private static readonly string[] EndingNames = ["Drain", "Graceful", "Shutdown", "PreStop"];

    private readonly Known _known;
    private readonly StopCallbacks _callbacks;
    private readonly Summary _waits;
    private readonly Summary _delays;
    private readonly Lazy<bool> _mayExist;

    public Drains(Known known)
    {
        _known = known;
        _callbacks = new StopCallbacks(known);
        _waits = new Summary(known, operation => operation is IInvocationOperation call && (IsDelay(call) || call.TargetMethod.Name is "Wait" or "WaitOne" or "WaitAsync") ? Answer.Yes : null, _ => Answer.No, beyond: Answer.No);
        _delays = new Summary(known, operation => operation is IInvocationOperation call && IsDelay(call) ? Answer.Yes : null, _ => Answer.No, beyond: Answer.No);
        _mayExist = new(() => known.Compilation.SyntaxTrees.Any(tree => HandlesSignal(tree) || WaitsInCallback(tree) || HasOwnEnd(tree)) || IsHandedOver());
    }

    public bool MayExist => _mayExist.Value;

    /// <summary>One without end only waits for its token.</summary>
    private bool IsDelay(IInvocationOperation call) =>
        _known.Calls(WorkerApis.Delay).Has(call.TargetMethod) && !(call.Arguments.FirstOrDefault()?.Value is { } time && Durations.Of(time) is { } duration && Durations.IsInfinite(duration));

    private static bool HandlesSignal(SyntaxTree tree) => SourceSearch.Text(tree).Contains("PosixSignal.SIGTERM");

    /// <summary>A callback that is not written on the spot, nor a method of this compilation, may wait.</summary>
    private bool WaitsInCallback(SyntaxTree tree) =>
        SourceSearch.Text(tree).Contains("ApplicationStopping")
        && tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            Names.Of(call) is "Register" or "UnsafeRegister"
            && _known.Bodies.Model(tree).GetOperation(call) is IInvocationOperation registration && _callbacks.Is(registration)
            && registration.Arguments[0].Value.Bare() switch
            {
                IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => _waits.Of(lambda.Body) != Answer.No,
                IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } } => _known.Bodies.Of(method) is not { } body || _waits.Of(body) != Answer.No,
                _ => true,
            });

    /// <summary>A lifetime of its own, or a hosted service that waits when it is stopped.</summary>
    private bool HasOwnEnd(SyntaxTree tree) =>
        SourceSearch.Text(tree) is var text && (text.Contains("IHostLifetime") || text.Contains("StopAsync") || text.Contains("StoppingAsync"))
        && tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().Any(declaration =>
            _known.Bodies.Model(tree).GetDeclaredSymbol(declaration) is INamedTypeSymbol type
            && (type.AllInterfaces.Any(contract => contract.Name == "IHostLifetime")
                || _known.Hosted.Of(type) is { } hosted && hosted.In(HostedPhase.Stop).Any(part => _delays.Of(part.Code) == Answer.Yes)));

    private bool IsHandedOver()
    {
        var helpers = new HostExtensions(_known, new AssemblyOracle(_known.Compilation, owner: "", text => text.Contains("ApplicationStopping") || text.Contains("StoppingAsync") || text.Contains("IHostLifetime")), byBuilder: true);
        // Who maps endpoints answers requests.
        return _known.AnyCall([.. helpers.Names.Where(name => !name.StartsWith("Map", StringComparison.Ordinal))], operation => operation is not IInvocationOperation call || helpers.Has(call.TargetMethod))
            || _known.Compilation.SyntaxTrees.Any(tree => EndingNames.Any(SourceSearch.Text(tree).Contains) && CallsForTheEnd(tree));
    }

    private bool CallsForTheEnd(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            Names.Of(call) is var name && (name.StartsWith("Add", StringComparison.Ordinal) || name.StartsWith("Use", StringComparison.Ordinal)) && EndingNames.Any(name.Contains)
            && _known.Bodies.Model(tree).GetOperation(call) is IInvocationOperation { TargetMethod.ContainingAssembly: { } assembly } && !Types.IsFramework(assembly));
}
