using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>The operation trees of methods in the same compilation, on demand. The one place that asks for another tree's semantic model.</summary>
internal sealed class Bodies(Compilation compilation)
{
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly ConcurrentDictionary<IMethodSymbol, IOperation?> _bodies = new(SymbolEqualityComparer.Default);

    /// <summary>The body of <paramref name="method"/>; null when it is elsewhere, abstract or written by a generator we do not see.</summary>
    public IOperation? Of(IMethodSymbol method) =>
        _bodies.GetOrAdd(Definition(method), Find);

    /// <summary>Whether the method has a body here. Nothing is bound for the answer.</summary>
    public static bool Exist(IMethodSymbol method)
    {
        foreach (var reference in Definition(method).DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is BaseMethodDeclarationSyntax { Body: not null } or BaseMethodDeclarationSyntax { ExpressionBody: not null } or LocalFunctionStatementSyntax or AccessorDeclarationSyntax { Body: not null } or AccessorDeclarationSyntax { ExpressionBody: not null } or ArrowExpressionClauseSyntax or CompilationUnitSyntax) return true;
        }

        return false;
    }

    /// <summary>Keeps the tree that the compiler has made of the method around <paramref name="operation"/>, so that it is not made again.</summary>
    public void Keep(IOperation operation)
    {
        if (operation.Root() is not IMethodBodyBaseOperation { SemanticModel: { } model } root) return;
        var method = root.Syntax switch
        {
            BaseMethodDeclarationSyntax syntax => model.GetDeclaredSymbol(syntax),
            CompilationUnitSyntax statements => model.GetDeclaredSymbol(statements),
            _ => null,
        };
        if (method is not null) _bodies.TryAdd(Definition(method), root);
    }

    /// <summary>The semantic model of any tree of the compilation.</summary>
    public SemanticModel Model(SyntaxTree tree) => _models.GetOrAdd(
        tree,
#pragma warning disable RS1030 // Asking for models outside the callback's own tree is what this class is for; they are cached per compilation.
        key => compilation.GetSemanticModel(key));
#pragma warning restore RS1030

    private static IMethodSymbol Definition(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return definition.PartialImplementationPart ?? definition;
    }

    private IOperation? Find(IMethodSymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            if (!compilation.ContainsSyntaxTree(reference.SyntaxTree)) continue;
            var node = reference.GetSyntax();
            if (node is not (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or CompilationUnitSyntax or ArrowExpressionClauseSyntax)) continue;
            if (Model(reference.SyntaxTree).GetOperation(node) is { } body) return body;
        }

        return null;
    }
}
