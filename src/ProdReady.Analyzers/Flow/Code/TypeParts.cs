using Microsoft.CodeAnalysis;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The source of a type.</summary>
internal static class TypeParts
{
    /// <summary>The declarations of the type, of the types it derives from and of those it is nested in, as far as this compilation has them. For top-level code the whole file.</summary>
    public static IEnumerable<SyntaxNode> Parts(this Known known, INamedTypeSymbol type)
    {
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
        {
            var outermost = ancestor.OriginalDefinition;
            while (outermost.ContainingType is { } outer) outermost = outer;
            foreach (var declaration in outermost.DeclaringSyntaxReferences)
            {
                if (known.Compilation.ContainsSyntaxTree(declaration.SyntaxTree)) yield return declaration.GetSyntax();
            }
        }
    }
}
