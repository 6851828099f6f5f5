using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Puts what runs with the lock held in a try right behind the acquire, and the release in its finally, in place of all others.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LockNotReleasedOnAllPathsFixer() : ProductionFixer(
    LockNotReleasedOnAllPaths.Rule,
    new Remedy("Release the lock in a finally", spot => Task.FromResult(Release(spot))))
{
    private static SyntaxNode? Release(Spot spot) =>
        spot.Enclosing<InvocationExpressionSyntax>() is { } call ? LockSection.Of(call, spot)?.Guarded() : null;
}
