using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether options are read while the host starts, so that what is wrong with them ends the start without being asked to.</summary>
internal sealed class OptionsReadAtStart(Known known)
{
    private static readonly string[] Readers = ["IOptions", "IOptionsMonitor", "IOptionsSnapshot"];

    /// <summary>What has one of these is called once, before the application serves anybody.</summary>
    private static readonly string[] Applications = ["IApplicationBuilder", "WebApplication", "IHost", "IWebHost", "IServiceProvider"];

    private readonly INamedTypeSymbol? _hosted = known.Type(WorkerApis.HostedService);

    /// <summary>
    /// Whether hosted services, middleware or startup code are given options of this type, or the entry point asks for them.
    /// </summary>
    public bool May(ITypeSymbol options) => known.Compilation.SyntaxTrees.Any(tree =>
        SourceSearch.Text(tree) is var text && text.Contains("IOptions") && text.Contains(options.Name)
        && tree.GetRoot().DescendantNodes().OfType<GenericNameSyntax>().Any(name =>
            Readers.Contains(name.Identifier.ValueText)
            && SymbolEqualityComparer.Default.Equals(known.Bodies.Model(tree).GetTypeInfo(name.TypeArgumentList.Arguments[0]).Type, options)
            && IsAtStart(name, known.Bodies.Model(tree))));

    private bool IsAtStart(GenericNameSyntax name, SemanticModel model)
    {
        if (name.FirstAncestorOrSelf<ParameterSyntax>() is { Parent.Parent: var owner })
        {
            return owner switch
            {
                MethodDeclarationSyntax method => method.Identifier.ValueText.StartsWith("Configure", StringComparison.Ordinal),
                ConstructorDeclarationSyntax { Parent: TypeDeclarationSyntax type } => IsMadeAtStart(type, model),
                TypeDeclarationSyntax type => IsMadeAtStart(type, model),
                _ => false,
            };
        }

        // Asked for by hand: in a lambda that comes later, in the startup code now.
        if (name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is null || name.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is not null) return false;
        return name.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } around
            ? name.FirstAncestorOrSelf<GlobalStatementSyntax>() is not null
            : around.Identifier.ValueText is "Main" or "Configure"
                || model.GetDeclaredSymbol(around) is IMethodSymbol called && called.Parameters.Any(parameter => Applications.Contains(parameter.Type.Name));
    }

    /// <summary>Hosted services and middleware are made while the host starts.</summary>
    private bool IsMadeAtStart(TypeDeclarationSyntax declaration, SemanticModel model) =>
        model.GetDeclaredSymbol(declaration) is INamedTypeSymbol type
        && (Types.Is(type, _hosted) || type.AllInterfaces.Any(contract => contract.Name == "IStartupFilter") || type.GetMembers().Any(member => member.Name is "Invoke" or "InvokeAsync"));
}
