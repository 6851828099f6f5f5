using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Suppressors;

/// <summary>
/// A hosted service that disposes in StopAsync what it made has disposed it: the host that started it also stops it.
/// Left alone: members that some path through StopAsync does not dispose, types that somebody makes by hand, types whose StopAsync is overridden.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DisposedAtStop() : ProductionSuppressor(
    IsOn,
    "The host that starts this service also stops it, and its StopAsync disposes what it owns",
    "CA1001", "CA2213", "IDISP002", "IDISP006", "S2931")
{
    internal static readonly Option<bool> IsOn = Switch(
        "PRS202", "Silences CA1001, CA2213, IDISP002, IDISP006 and S2931 for what a hosted service disposes when the host stops it.");

    private protected override Func<SyntaxNode, bool> WrongAt(Known known)
    {
        var stop = new StopDisposal(known);
        return place =>
        {
            var model = known.Bodies.Model(place.SyntaxTree);
            return place.FirstAncestorOrSelf<SyntaxNode>(node => node is VariableDeclaratorSyntax or BaseFieldDeclarationSyntax or PropertyDeclarationSyntax or TypeDeclarationSyntax) switch
            {
                TypeDeclarationSyntax type => model.GetDeclaredSymbol(type) is INamedTypeSymbol owner && stop.DisposesAllOf(owner),
                BaseFieldDeclarationSyntax fields => fields.Declaration.Variables.All(field => stop.Disposes(model.GetDeclaredSymbol(field))),
                { } member => stop.Disposes(model.GetDeclaredSymbol(member)),
                null => false,
            };
        };
    }
}
