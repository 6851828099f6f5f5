using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether the application shows its health to anybody.</summary>
internal sealed class HealthEndpoints
{
    private readonly Known _known;
    private readonly HostExtensions _unseen;
    private readonly AssemblyOracle _oracle;
    private readonly AssemblyOracle _registering;
    private readonly Lazy<bool> _outOfSight;
    private readonly Lazy<bool> _mayExist;
    private readonly Lazy<bool> _servesHttp;
    private readonly Lazy<bool> _registered;
    private readonly Lazy<bool> _mayRegister;

    public HealthEndpoints(Known known)
    {
        _known = known;
        Helpers = new LibraryHealth(known);
        // What a library says of its helper is seen.
        _unseen = new HostExtensions(known, _oracle = HealthOracles.OfMapping(known.Compilation), method => Helpers.Maps(method) == HealthMapped.Unknown ? null : false);
        _registering = HealthOracles.OfRegistering(known.Compilation);
        _outOfSight = new(() => IsMappedOutOfSight() || IsUnclear() || IsHandedOver() || known.Compilation.SyntaxTrees.Any(RoutesOutOfSight));
        _mayExist = new(() => IsNamed() || IsMapped() || IsMappedByHelper() || _outOfSight.Value);
        _servesHttp = new(() => known.HasCall(HostApis.ServeHttp));
        // The cheap question before the host is walked.
        _mayRegister = new(() => known.Compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly => !Types.IsFramework(assembly) && _registering.Uses(assembly) != Answer.No));
        _registered = new(() => known.HasCall(HealthApis.Register) || known.AnyCall(Helpers.RegisteringNames, operation => operation is IInvocationOperation call && Helpers.Registers(call.TargetMethod) == Answer.Yes));
    }

    /// <summary>Helpers of libraries that say what they do.</summary>
    public LibraryHealth Helpers { get; }

    /// <summary>
    /// Whether some code of the compilation maps a health endpoint, routes a path that is named like one, declares a type that is, or calls a helper of
    /// another assembly that could map one.
    /// </summary>
    public bool MayExist => _mayExist.Value;

    /// <summary>Whether what cannot be seen may map one: a helper of another assembly, a route whose text is made at run time, a call that does not bind.</summary>
    public bool MayExistOutOfSight => _outOfSight.Value;

    /// <summary>Whether some code of the compilation makes a host that serves HTTP.</summary>
    public bool ServesHttp => _servesHttp.Value;

    /// <summary>Whether some code of the compilation registers health checks; unknown where a helper that nothing is known of may do it.</summary>
    public Answer Registered =>
        _registered.Value ? Answer.Yes
        : !_mayRegister.Value ? Answer.No
        : _known.Host.Unseen.Any(step => Helpers.Registers(step.Call.TargetMethod) == Answer.Unknown && _registering.Uses(step.Call.TargetMethod.ContainingAssembly) != Answer.No) ? Answer.Unknown
        : Answer.No;

    private bool IsNamed() => _known.Compilation.SyntaxTrees.Any(tree =>
        HealthNames.MayBeIn(SourceSearch.Text(tree)) && tree.GetRoot().DescendantNodes().Any(HealthNames.Has));

    /// <summary>By the table, to which users may add mappings of their own.</summary>
    private bool IsMapped() => _known.HasCall(HealthApis.MapEndpoint);

    private bool IsMappedByHelper() => _known.AnyCall(Helpers.MappingNames, operation =>
        operation is IInvocationOperation call && Helpers.Maps(call.TargetMethod) is HealthMapped.Always or HealthMapped.DevelopmentOnly);

    private bool IsMappedOutOfSight() => _known.AnyCall(_unseen.Names, operation => operation is not IInvocationOperation call || _unseen.Has(call.TargetMethod));

    /// <summary>Controllers and endpoints are found in referenced assemblies too; a Startup class or middleware of theirs may map.</summary>
    private bool IsHandedOver() =>
        _known.Compilation.SourceModule.ReferencedAssemblySymbols.Any(assembly => !Types.IsFramework(assembly) && assembly.TypeNames.Any(HealthNames.IsTypeOfHealth))
        || _known.AnyCall(["UseStartup", "UseMiddleware"], operation => operation is IInvocationOperation call && call.NamedTypes().Any(ComesFromOutOfSight));

    private bool ComesFromOutOfSight(ITypeSymbol type)
    {
        for (ITypeSymbol? ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (ancestor.ContainingAssembly is { } assembly && !_known.Declares(ancestor) && _oracle.Uses(assembly) != Answer.No) return true;
        }

        return false;
    }

    private static readonly string[] Mappings = ["MapGet", "MapMethods", "MapGroup", ".Map("];

    /// <summary>
    /// Whether a route is mapped whose text is made at run time, or named by another assembly: it may be any. What the SDK's generator of request delegates writes
    /// calls RouteHandlerServices with the route of the call it stands for, which is in the source.
    /// </summary>
    private bool RoutesOutOfSight(SyntaxTree tree) =>
        SourceSearch.Text(tree) is var text && Mappings.Any(text.Contains)
        && tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            Names.Of(call) is "MapGet" or "MapMethods" or "MapGroup" or "Map"
            && call.ArgumentList.Arguments.FirstOrDefault()?.Expression is not (null or LiteralExpressionSyntax or InterpolatedStringExpressionSyntax or LambdaExpressionSyntax)
            && _known.Bodies.Model(tree).GetOperation(call) is IInvocationOperation { TargetMethod: { ContainingAssembly: { } assembly, ContainingType.Name: not "RouteHandlerServices" } } bound && Types.IsFramework(assembly)
            && bound.Arguments.FirstOrDefault(argument => argument.Parameter is { Name: "pattern" or "prefix" or "pathMatch" })?.Value is { } path
            && (path.Bare().ConstantValue is not { HasValue: true, Value: string route } || RouteWords.IsPath(route)));

    /// <summary>A call beside the entry point that does not bind may be anything.</summary>
    private bool IsUnclear() =>
        _known.Compilation.GetEntryPoint(default)?.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax().DescendantNodes().OfType<InvocationExpressionSyntax>()
                .Any(call => _known.Bodies.Model(reference.SyntaxTree).GetOperation(call) is IInvalidOperation)) == true;
}
