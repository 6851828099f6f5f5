using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// How a host is set up: the calls on its builder, its services, the application and its endpoints, walked from the entry point through local functions,
/// methods and constructors of the compilation, <c>Startup</c> classes, start-up filters and the lambdas that are handed to host methods. Steps come in the order
/// of evaluation; what a called method does comes after its call.
/// </summary>
internal sealed class HostGraph
{
    private const int MostBodies = 400;

    /// <summary>A helper that sets up more than this is not worth the time: there may be many of them.</summary>
    private const int MostBodiesOfHelper = 100;

    /// <summary>So deep are calls followed that neither take nor return a part of the host: the application may be made in there. A helper is given it.</summary>
    private const int Blind = 2;

    private readonly Known _known;
    private readonly HostParts _parts;
    private readonly HostConditions _conditions;
    private readonly StartupClasses _startups;
    private readonly List<HostStep> _steps = [];
    private readonly List<HostStep> _unseen = [];
    private readonly HashSet<ISymbol> _underway = new(SymbolEqualityComparer.Default);
    private readonly bool _isHelper;
    private readonly int _blind;
    private readonly int _mostBodies;
    private int _bodies;

    private HostGraph(Known known, bool isHelper)
    {
        _known = known;
        _isHelper = isHelper;
        _blind = isHelper ? 0 : Blind;
        _mostBodies = isHelper ? MostBodiesOfHelper : MostBodies;
        _parts = new HostParts(known);
        _conditions = new HostConditions(known);
        _startups = new StartupClasses(known);
    }

    /// <summary>The host that the application runs; of a library, nothing.</summary>
    public static HostGraph OfApplication(Known known) => From(new HostGraph(known, isHelper: false), known.Compilation.GetEntryPoint(default));

    /// <summary>What <paramref name="method"/> adds to the host of which it is given a part.</summary>
    public static HostGraph From(Known known, IMethodSymbol method) => From(new HostGraph(known, isHelper: true), method);

    private static HostGraph From(HostGraph graph, IMethodSymbol? method)
    {
        if (method is not null) graph.Follow(method, HostCondition.Always, ImmutableArray<IInvocationOperation>.Empty);
        return graph;
    }

    public IReadOnlyList<HostStep> Steps => _steps;

    /// <summary>The steps whose code is elsewhere, in an assembly that is no part of the framework, and which may do anything to the host.</summary>
    public IReadOnlyList<HostStep> Unseen => _unseen;

    /// <summary>Whether nothing but <see cref="Unseen"/> is hidden: no call that does not bind, no delegate from outside, not too much to walk.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>The steps that are calls of members of <paramref name="table"/>.</summary>
    public IEnumerable<HostStep> Calls(Api[] table)
    {
        var calls = _known.Calls(table);
        return _steps.Where(step => calls.Has(step.Call.TargetMethod));
    }

    private void Follow(IMethodSymbol method, HostCondition when, ImmutableArray<IInvocationOperation> way)
    {
        var body = _known.Bodies.Of(method);
        if (body is null || _bodies >= _mostBodies)
        {
            IsWhole = false;
            return;
        }

        if (!_underway.Add(method.OriginalDefinition)) return;
        _bodies++;
        Walk(body, when, way);
        _underway.Remove(method.OriginalDefinition);
    }

    private void Walk(IOperation code, HostCondition when, ImmutableArray<IInvocationOperation> way)
    {
        foreach (var operation in code.Evaluated())
        {
            switch (operation)
            {
                case IInvocationOperation call: See(call, At(call), way); break;
                case IObjectCreationOperation { Constructor: { DeclaringSyntaxReferences.IsEmpty: false } constructor } creation when way.Length < _blind || _parts.AreIn(constructor):
                    if (_known.Bodies.Of(constructor) is not null) Follow(constructor, At(creation), way);
                    break;
                // Made in another assembly and given a part: it may do anything with it.
                case IObjectCreationOperation { Constructor: { ContainingAssembly: { } maker } constructor } creation when !_known.Declares(constructor) && !Types.IsFramework(maker) && creation.Arguments.Any(argument => _parts.Are(argument.Value.Bare().Type)):
                    IsWhole = false;
                    break;
                case IInvalidOperation when operation.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.InvocationExpressionSyntax: IsWhole = false; break;
            }

            foreach (var function in operation.ChildOperations.OfType<IAnonymousFunctionOperation>())
            {
                if (function.Symbol.Parameters.Any(parameter => _parts.Are(parameter.Type)) || !AnswersRequests(function)) Walk(function.Body, At(function), way);
            }
        }

        HostCondition At(IOperation operation) => HostConditions.Both(when, _conditions.Of(operation, code));
    }

    private void See(IInvocationOperation call, HostCondition when, ImmutableArray<IInvocationOperation> way)
    {
        var method = call.TargetMethod;
        var isStep = _parts.AreIn(call);
        if (isStep) _steps.Add(new HostStep(call, when, way));

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            // A lambda was walked where it is written; a delegate that came from elsewhere is not seen.
            if (isStep && call.Instance?.Bare() is IParameterReferenceOperation && way.IsEmpty) IsWhole = false;
            return;
        }

        foreach (var group in call.Arguments.SelectMany(argument => argument.Value.ChildOperationsAndSelf()).OfType<IMethodReferenceOperation>().Where(group => _parts.AreIn(group.Method)))
            FollowTo(group.Method, when, way.Add(call));

        foreach (var startup in _startups.In(call))
        {
            if (startup.Method is null) _unseen.Add(new HostStep(call, when, way));
            else Follow(startup.Method, HostConditions.Both(when, startup.When), way.Add(call));
        }

        if (_known.Declares(method))
        {
            if (isStep || way.Length < _blind || method.MethodKind == MethodKind.LocalFunction || _parts.AreKeptBy(method.ContainingType)) FollowTo(method, when, way.Add(call));
        }
        else if (isStep && method.ContainingAssembly is { } assembly && !Types.IsFramework(assembly))
        {
            _unseen.Add(new HostStep(call, when, way));
        }
    }

    /// <summary>Follows a call to the method it reaches: to each it may reach where there are several.</summary>
    private void FollowTo(IMethodSymbol method, HostCondition when, ImmutableArray<IInvocationOperation> way)
    {
        if (!_known.Declares(method)) return;
        if (_isHelper && Implementations.IsOpen(method))
        {
            // Others may implement it, and to look through all types for each helper is dear.
            IsWhole = false;
            return;
        }

        if (_known.Implementations.Target(method) is { } target)
        {
            Follow(target, when, way);
            return;
        }

        foreach (var possible in _known.Implementations.All(method)) Follow(possible, HostConditions.Both(when, HostCondition.Sometimes), way);
    }

    /// <summary>Whether a lambda without a part of the host is called for each request, and sets up nothing.</summary>
    private bool AnswersRequests(IAnonymousFunctionOperation function) =>
        Callees.Taker(function) is { } taker && _parts.AreIn(taker) && !_known.Declares(taker.TargetMethod);
}
