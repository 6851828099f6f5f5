using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;

namespace ProdReady.Rollout;

/// <summary>Takes the number from the SHA-256 of the text, which every process computes alike.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class RandomizedHashUsedAsKeyFixer() : ProductionFixer(
    RandomizedHashUsedAsKey.Rule,
    new Remedy("Hash with SHA-256, which stays the same", spot => Task.FromResult(Hash(spot))))
{
    private const string Sha = "System.Security.Cryptography.SHA256";

    private static SyntaxNode? Hash(Spot spot)
    {
        if (spot.Call is not { Expression: MemberAccessExpressionSyntax { Expression: var text } } call || spot.Type(Sha)?.GetMembers("HashData").IsEmpty != false) return null;
        if (spot.Model.GetOperation(call, spot.Cancellation) is not IInvocationOperation { Instance.Type.SpecialType: SpecialType.System_String } hash || Prepared(hash, text) is not { } prepared) return null;
        var stable = Pattern.Expression($"BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes({prepared})))").WithTriviaFrom(call);
        return Usings.Ensure(spot.Root.ReplaceNode(call, stable), spot, "System.Buffers.Binary.BinaryPrimitives", Sha, "System.Text.Encoding");
    }

    /// <summary>The text as the comparison sees it; null where that depends on a culture, or cannot be read.</summary>
    private static string? Prepared(IInvocationOperation hash, ExpressionSyntax text) => hash.Arguments switch
    {
        { IsEmpty: true } => text.WithoutTrivia().ToString(),
        { Length: 1 } given when given[0].Value.ConstantValue is { HasValue: true, Value: int comparison } => (StringComparison)comparison switch
        {
            StringComparison.Ordinal => text.WithoutTrivia().ToString(),
            StringComparison.OrdinalIgnoreCase => text.WithoutTrivia() + ".ToUpperInvariant()",
            _ => null,
        },
        _ => null,
    };
}
