using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether an application, or what a library gives to one, shows its health on developers' machines only.</summary>
internal sealed class DevelopmentHealth
{
    private readonly Known _known;
    private readonly HostConditions _conditions;
    private readonly ApiSet _maps;
    private readonly HashSet<string> _names;
    private readonly Lazy<bool> _nowhereElse;

    public DevelopmentHealth(Known known)
    {
        _known = known;
        _conditions = new HostConditions(known);
        _maps = known.Calls(HealthApis.MapEndpoint);
        _names = new(HealthApis.MapEndpoint.SelectMany(row => row.Members).Concat(known.UserApis.Names(HealthApis.MapEndpoint)));
        var endpoints = new HealthEndpoints(known);
        _nowhereElse = new(() => !known.AnyCall(_names, call => !IsMapping(call, out var map) || !IsInDevelopment(map)) && !IsNamed() && !endpoints.MayExistOutOfSight);
    }

    /// <summary>Whether the mapping is made in Development only, and so is every other way to the health that can be seen.</summary>
    public bool IsAll(IInvocationOperation map) => IsInDevelopment(map) && _nowhereElse.Value;

    /// <summary>Whether no other mapping of the same member stands before this one.</summary>
    public bool IsFirst(IInvocationOperation map) =>
        map.Root().Descendants().OfType<IInvocationOperation>().Where(call => _maps.Has(call.TargetMethod)).Min(call => call.Syntax.SpanStart) == map.Syntax.SpanStart;

    private bool IsMapping(IOperation? operation, out IInvocationOperation map)
    {
        map = (operation as IInvocationOperation)!;
        return map is not null && _maps.Has(map.TargetMethod);
    }

    private bool IsInDevelopment(IInvocationOperation map)
    {
        var when = _conditions.Of(map, map.Root());
        if (when != HostCondition.Always) return when == HostCondition.DevelopmentOnly;
        var steps = _known.Host.Steps.Where(step => step.Call.Syntax == map.Syntax).ToArray();
        return steps.Length > 0 && steps.All(step => step.When == HostCondition.DevelopmentOnly);
    }

    /// <summary>Whether a route, a type or a call that is none of the mappings is named like an endpoint of health.</summary>
    private bool IsNamed() => _known.Compilation.SyntaxTrees.Any(tree =>
        HealthNames.MayBeIn(SourceSearch.Text(tree))
        && tree.GetRoot().DescendantNodes().Any(node => HealthNames.Has(node) && !IsOfMapping(node) && !IsConstant(node) && !IsFilter(node)));

    private bool IsOfMapping(SyntaxNode node) =>
        node.AncestorsAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault() is { } call
        && (_names.Contains(Names.Of(call)) || node == call && _known.Bodies.Model(node.SyntaxTree).GetOperation(call) is IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: false });

    /// <summary>A path that is kept under a name: whoever serves it uses the name.</summary>
    private static bool IsConstant(SyntaxNode node) =>
        node.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax or LocalDeclarationStatementSyntax { IsConst: true } } };

    /// <summary>A path that is left out of traces: <c>options.Filter = context => ...</c>.</summary>
    private static bool IsFilter(SyntaxNode node) =>
        node.Ancestors().OfType<AssignmentExpressionSyntax>().Any(assignment => assignment.Left.ToString().EndsWith("Filter", StringComparison.Ordinal));
}
