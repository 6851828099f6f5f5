using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether the steps of a host map a route of health in a way of their own: by a path, a middleware or a type that is named like one, or that is not seen.</summary>
internal sealed class HealthRoutes(Known known, AssemblyOracle oracle)
{
    private static readonly HashSet<string> Paths = new() { "pattern", "prefix", "pathMatch", "path", "template" };

    /// <summary>Apart from what <paramref name="mappings"/> map.</summary>
    public bool MayBeIn(HostGraph graph, IReadOnlyCollection<HostStep> mappings)
    {
        var mapped = new HashSet<SyntaxNode>(mappings.Select(step => step.Call.Syntax));
        return graph.Steps.Except(mappings).Any(step => IsNamed(step, mapped) || IsOutOfSight(step) || NamedOrMade(step.Call).Any(MayAnswer));
    }

    /// <summary>Calls into this compilation are walked themselves: what they are given counts where it is used.</summary>
    private bool IsNamed(HostStep step, HashSet<SyntaxNode> mapped) =>
        !known.Declares(step.Call.TargetMethod) && step.Call.Syntax.DescendantNodesAndSelf(node => !mapped.Contains(node)).Any(node => !mapped.Contains(node) && HealthNames.Has(node));

    private bool IsOutOfSight(HostStep step) =>
        !known.Declares(step.Call.TargetMethod)
        && step.Call.Arguments.FirstOrDefault(argument => argument.Parameter is { } parameter && Paths.Contains(parameter.Name))?.Value is { } path
        && (step.Text(path) is not { } route || RouteWords.IsPath(route));

    private static IEnumerable<ITypeSymbol> NamedOrMade(IInvocationOperation call) =>
        call.NamedTypes().Concat(call.Arguments.Select(argument => argument.Value.Bare()).OfType<IObjectCreationOperation>().Select(made => made.Type).OfType<ITypeSymbol>());

    private bool MayAnswer(ITypeSymbol type)
    {
        if (type.ContainingAssembly is not { } assembly || Types.IsFramework(assembly)) return false;
        return known.Declares(type)
            ? type.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax().DescendantNodesAndSelf().Any(HealthNames.Has))
            : HealthNames.IsTypeOfHealth(type.Name) || oracle.Uses(assembly) != Answer.No;
    }
}
