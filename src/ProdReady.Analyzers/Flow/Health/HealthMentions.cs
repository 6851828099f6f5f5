using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether a compilation has a route, a type or a call that is named like an endpoint of health, and is none of the mappings that are known.</summary>
internal static class HealthMentions
{
    /// <param name="known">The compilation.</param>
    /// <param name="mappings">The names of what maps health.</param>
    public static bool Exist(Known known, ICollection<string> mappings) => known.Compilation.SyntaxTrees.Any(tree =>
        HealthNames.MayBeIn(SourceSearch.Text(tree))
        && tree.GetRoot().DescendantNodes().Any(node => HealthNames.Has(node) && !IsOfMapping(node, known, mappings) && !IsConstant(node) && !IsFilter(node)));

    private static bool IsOfMapping(SyntaxNode node, Known known, ICollection<string> mappings) =>
        node.AncestorsAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault() is { } call
        && (mappings.Contains(Names.Of(call)) || node == call && known.Bodies.Model(node.SyntaxTree).GetOperation(call) is IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: false });

    /// <summary>A path that is kept under a name: whoever serves it uses the name.</summary>
    private static bool IsConstant(SyntaxNode node) =>
        node.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax or LocalDeclarationStatementSyntax { IsConst: true } } };

    /// <summary>A path that is left out of traces: <c>options.Filter = context => ...</c>.</summary>
    private static bool IsFilter(SyntaxNode node) =>
        node.Ancestors().OfType<AssignmentExpressionSyntax>().Any(assignment => assignment.Left.ToString().EndsWith("Filter", StringComparison.Ordinal));
}
