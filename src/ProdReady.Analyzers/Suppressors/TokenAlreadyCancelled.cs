using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Suppressors;

/// <summary>
/// Behind the loop that the token ends, and in the finally around it, the token that other packages want passed on would stop the very call that puts things in order (PRD209).
/// Left alone: places where some token in scope is not cancelled, the token of StopAsync, and on the way out what need not be done.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TokenAlreadyCancelled() : ProductionSuppressor(
    IsOn,
    "The token is cancelled when control comes here, so the call would only throw if it were given it",
    "CA2016", "MA0040", "S8949")
{
    internal static readonly Option<bool> IsOn = Switch(
        "PRS201", "Silences CA2016, MA0040 and S8949 at clean-up that the cancelled token would stop.");

    private protected override Func<SyntaxNode, bool> WrongAt(Known known)
    {
        var tokens = new CancelledTokens(known);
        var cleanUps = new CleanUps(known);
        var wayOut = new WayOut(known);
        var keys = known.TokenKeys;
        return place =>
        {
            if (place.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } syntax || known.Bodies.Model(syntax.SyntaxTree) is not { } model || model.GetOperation(syntax) is not IInvocationOperation call) return false;
            var candidates = model.LookupSymbols(syntax.SpanStart).Where(symbol => keys.IsToken(TypeOf(symbol)) && IsBefore(symbol, syntax)).ToArray();
            return candidates.Length > 0 && candidates.All(token => tokens.At(call, token) switch
            {
                Cancelled.Certainly => true,
                Cancelled.Possibly => wayOut.Matters(call, token, What(call, cleanUps, keys)),
                _ => false,
            });
        };
    }

    /// <summary>What the call puts in order: with the token that it does not get, where it can take one.</summary>
    private static CleanUp What(IInvocationOperation call, CleanUps cleanUps, TokenKeys keys) =>
        call.Arguments.FirstOrDefault(argument => keys.IsToken(argument.Parameter?.Type)) is { } left ? cleanUps.Of(call, left) : cleanUps.Of(call.TargetMethod);

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IParameterSymbol parameter => parameter.Type,
        ILocalSymbol local => local.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    private static bool IsBefore(ISymbol symbol, SyntaxNode place) =>
        symbol is not ILocalSymbol local || local.DeclaringSyntaxReferences.All(declaration => declaration.Span.Start < place.SpanStart);
}
