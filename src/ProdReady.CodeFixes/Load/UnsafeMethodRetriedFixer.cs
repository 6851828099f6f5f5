using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Load;

/// <summary>Repeats only what may be repeated: requests that read.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnsafeMethodRetriedFixer() : ProductionFixer(
    UnsafeMethodRetried.Rule,
    new Remedy("Disable retries for unsafe methods", spot => Task.FromResult(Disable(spot))))
{
    private static SyntaxNode? Disable(Spot spot)
    {
        if (spot.Call is not { ArgumentList.Arguments.Count: 0 } call || spot.Token.ValueText != "AddStandardResilienceHandler" || spot.Type(ResilienceApis.DisableFor) is not { } options) return null;
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not { } statement) return null;
        var name = Fresh.Name(spot, statement, "options", "resilience");
        var changed = statement.ReplaceNode(call, call.WithArgumentList(SyntaxFactory.ParseArgumentList($"({name} => {name}.Retry.DisableForUnsafeHttpMethods())").WithTriviaFrom(call.ArgumentList)));
        if (Experiment(options) is { } id)
        {
            const string Pragma = "#pragma warning ";
            var (disable, restore) = (Pragma + $"disable {id} // The method is not declared stable yet.{spot.NewLine}", Pragma + $"restore {id}{spot.NewLine}");
            var indent = statement.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).LastOrDefault().ToString();
            var leading = statement.GetLeadingTrivia();
            var before = leading.Count > 0 && leading[leading.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia) ? leading.RemoveAt(leading.Count - 1) : leading;
            changed = changed
                .WithLeadingTrivia(before.AddRange(SyntaxFactory.ParseLeadingTrivia(disable + indent)))
                .WithTrailingTrivia(statement.GetTrailingTrivia().AddRange(SyntaxFactory.ParseLeadingTrivia(restore)));
        }

        return Usings.Ensure(spot.Root.ReplaceNode(statement, changed), spot, ResilienceApis.DisableFor);
    }

    /// <summary>What code that uses the method must say that it knows; null when it is stable.</summary>
    private static string? Experiment(INamedTypeSymbol options) =>
        options.GetMembers("DisableForUnsafeHttpMethods").Prepend(options).SelectMany(member => member.GetAttributes())
            .FirstOrDefault(attribute => attribute.AttributeClass?.Name == "ExperimentalAttribute")?.ConstructorArguments.FirstOrDefault().Value as string;
}
