using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Startup;

/// <summary>Asks so that the answer is never null.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class RequiredServiceOptionalFixer() : ProductionFixer(
    RequiredServiceOptional.Rule,
    new Remedy("Ask for a service that must be there", spot => Task.FromResult(Require(spot))))
{
    private static SyntaxNode? Require(Spot spot)
    {
        if (spot.Token.Parent is not SimpleNameSyntax name || name.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call) return null;
        var required = name.Identifier.ValueText.Replace("Get", "GetRequired");
        SyntaxNode made = call.ReplaceNode(name, name.WithIdentifier(SyntaxFactory.Identifier(required).WithTriviaFrom(name.Identifier)));
        SyntaxNode old = call;
        if (call.Parent is PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } forgiven) (old, made) = (forgiven, made.WithTriviaFrom(forgiven));
        return Usings.Ensure(spot.Root.ReplaceNode(old, made), spot, ContainerApis.Required);
    }
}
