using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether the application shows its health to anybody.</summary>
internal sealed class HealthEndpoints
{
    private readonly Known _known;
    private readonly ApiSet _maps;
    private readonly AssemblyOracle _oracle;
    private readonly Lazy<bool> _mayExist;
    private readonly Lazy<bool> _servesHttp;
    private readonly Lazy<bool> _registered;

    public HealthEndpoints(Known known)
    {
        _known = known;
        _maps = known.Calls(HealthApis.MapEndpoint);
        _oracle = new AssemblyOracle(known.Compilation, HealthApis.EndpointAssembly, HealthApis.MapEndpoint);
        _mayExist = new(() => known.Compilation.SyntaxTrees.Any(MayMap));
        _servesHttp = new(() => known.Compilation.SyntaxTrees.Any(tree => Calls(tree, HostApis.ServeHttp)));
        _registered = new(() => known.Compilation.SyntaxTrees.Any(tree => Calls(tree, HealthApis.Register)));
    }

    /// <summary>
    /// Whether some code of the compilation maps a health endpoint, routes a path that is named like one, declares a type that is, or calls a helper of
    /// another assembly that could map one.
    /// </summary>
    public bool MayExist => _mayExist.Value;

    /// <summary>Whether some code of the compilation makes a host that serves HTTP.</summary>
    public bool ServesHttp => _servesHttp.Value;

    /// <summary>Whether some code of the compilation registers health checks.</summary>
    public bool AreRegistered => _registered.Value;

    private bool MayMap(SyntaxTree tree)
    {
        foreach (var node in tree.GetRoot().DescendantNodes())
        {
            var may = node switch
            {
                LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => NamesHealth(literal),
                TypeDeclarationSyntax type => SoundsLikeHealth(type.Identifier.ValueText),
                InvocationExpressionSyntax call => IsMapping(tree, call),
                _ => false,
            };
            if (may) return true;
        }

        return false;
    }

    private static bool NamesHealth(LiteralExpressionSyntax literal)
    {
        var text = literal.Token.ValueText;
        return RouteWords.Names(text, RouteWords.Certain) || RouteWords.Names(text, RouteWords.InRoutes) && IsRoute(literal);
    }

    private static bool IsRoute(LiteralExpressionSyntax literal) => literal.Parent switch
    {
        AttributeArgumentSyntax { Parent.Parent: AttributeSyntax { Name: var name } } => name.ToString() is var attribute && (attribute.Contains("Route") || attribute.Contains("Http")),
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } => Names.Of(call) is var name && (name.StartsWith("Map", StringComparison.Ordinal) || name.StartsWith("Use", StringComparison.Ordinal) || name.StartsWith("Get", StringComparison.Ordinal) || name.StartsWith("StartsWith", StringComparison.Ordinal)),
        _ => literal.Token.ValueText.StartsWith("/", StringComparison.Ordinal),
    };

    private static bool SoundsLikeHealth(string type) =>
        type.StartsWith("Health", StringComparison.OrdinalIgnoreCase) && (type.EndsWith("Controller", StringComparison.Ordinal) || type.EndsWith("Middleware", StringComparison.Ordinal) || type.EndsWith("Endpoint", StringComparison.Ordinal) || type.EndsWith("Endpoints", StringComparison.Ordinal) || type.EndsWith("Module", StringComparison.Ordinal))
        || type is "PingController" or "StatusController" or "HeartbeatController" or "ProbeController";

    private bool IsMapping(SyntaxTree tree, InvocationExpressionSyntax call)
    {
        var name = Names.Of(call);
        if (HealthApis.MapEndpoint.Any(row => row.Members.Contains(name)) || name.Contains("Health") && !HealthApis.Register.Any(row => row.Members.Contains(name)) && (name.StartsWith("Map", StringComparison.Ordinal) || name.StartsWith("Use", StringComparison.Ordinal))) return true;
        return MayBeHelper(name) && _known.Bodies.Model(tree).GetOperation(call) is var operation
            && (operation is not IInvocationOperation bound || _maps.Has(bound.TargetMethod) || MapsOutOfSight(bound.TargetMethod));
    }

    /// <summary>Helpers on hosts are called Map..., Use..., Add..., Configure..., Run...; only these are bound, to keep the search cheap.</summary>
    private static bool MayBeHelper(string name) =>
        name.StartsWith("Map", StringComparison.Ordinal) || name.StartsWith("Use", StringComparison.Ordinal) || name.StartsWith("Add", StringComparison.Ordinal)
        || name.StartsWith("Configure", StringComparison.Ordinal) || name.StartsWith("Run", StringComparison.Ordinal) || name.StartsWith("Setup", StringComparison.Ordinal)
        || name.StartsWith("Build", StringComparison.Ordinal) || name.StartsWith("Init", StringComparison.Ordinal) || name.StartsWith("Create", StringComparison.Ordinal) || name.StartsWith("With", StringComparison.Ordinal);

    /// <summary>Whether the method lives in an assembly that is not the framework's, gets hold of the application, and references what it needs to map health.</summary>
    private bool MapsOutOfSight(IMethodSymbol method)
    {
        var assembly = method.ContainingAssembly;
        if (assembly is null || SymbolEqualityComparer.Default.Equals(assembly, _known.Compilation.Assembly)) return false;
        var called = method.ReducedFrom ?? method;
        if (!called.Parameters.Any(parameter => IsPartOfHost(parameter.Type)) && !IsPartOfHost(called.ContainingType)) return false;
        return !IsSharedFramework(assembly) && _oracle.MayUse(assembly);
    }

    private static bool IsSharedFramework(IAssemblySymbol assembly) =>
        assembly.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || assembly.Name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || assembly.Name.StartsWith("System", StringComparison.Ordinal);

    private static bool IsPartOfHost(ITypeSymbol? type) =>
        type?.Name is "IApplicationBuilder" or "WebApplication" or "IEndpointRouteBuilder" or "WebApplicationBuilder" or "IHostApplicationBuilder" or "IHostBuilder" or "IWebHostBuilder" or "IServiceCollection" or "IHost"
        || type is ITypeParameterSymbol parameter && parameter.ConstraintTypes.Any(IsPartOfHost);

    private bool Calls(SyntaxTree tree, Api[] table)
    {
        var names = new HashSet<string>(table.SelectMany(row => row.Members));
        return tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Any(call => names.Contains(Names.Of(call)) && _known.Bodies.Model(tree).GetOperation(call) is IInvocationOperation bound && _known.Calls(table).Has(bound.TargetMethod));
    }
}
