using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>The token by which work is told to end.</summary>
/// <param name="Source">The source that StopAsync cancels; with a question mark where it may be null. Null where there is none.</param>
/// <param name="NewSource">The name of a source that has to be made.</param>
/// <param name="Replaced">Where the work is given the token of StartAsync now, which is not cancelled at stop.</param>
/// <param name="IsOfBase">Whether it is the stopping token, which the base cancels.</param>
internal sealed record StopToken(string? Source, string? NewSource, IReadOnlyList<ExpressionSyntax> Replaced, bool IsOfBase)
{
    /// <summary>Null where the work is given a token of which nothing is known.</summary>
    public static StopToken? For(UnwaitedTask task, Spot spot, TypeDeclarationSyntax type)
    {
        var cancellationToken = spot.Type("System.Threading.CancellationToken");
        var ofStart = new List<ExpressionSyntax>();
        string? source = null;
        foreach (var token in task.Task.DescendantNodes().OfType<ExpressionSyntax>())
        {
            if (token is not (IdentifierNameSyntax or MemberAccessExpressionSyntax) || token.Parent is MemberAccessExpressionSyntax { Name: var name } && name == token) continue;
            if (!SymbolEqualityComparer.Default.Equals(spot.Model.GetTypeInfo(token, spot.Cancellation).Type, cancellationToken)) continue;
            if (spot.Model.GetSymbolInfo(token, spot.Cancellation).Symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary } method })
            {
                if (method is { Name: "ExecuteAsync", IsOverride: true }) return new StopToken(null, null, Array.Empty<ExpressionSyntax>(), true);
                ofStart.Add(token);
            }
            else if (token is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token", Expression: var owner } && spot.Model.GetSymbolInfo(owner, spot.Cancellation).Symbol is IFieldSymbol field)
            {
                source = owner + (field.IsReadOnly ? "" : "?");
            }
            else if (!(token is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "None" }))
            {
                return null;
            }
        }

        if (ofStart.Count == 0) return new StopToken(source, null, ofStart, false);
        source ??= Existing(type, spot);
        if (source is not null) return new StopToken(source, null, ofStart, false);
        var made = NewFields.Name(type, "stopping", spot);
        return new StopToken(made, made, ofStart, false);
    }

    /// <summary>A source that the type has already, which its StopAsync cancels.</summary>
    private static string? Existing(TypeDeclarationSyntax type, Spot spot) =>
        type.Members.OfType<FieldDeclarationSyntax>().SelectMany(field => field.Declaration.Variables)
            .Where(variable => variable.Initializer is { Value: BaseObjectCreationExpressionSyntax } && spot.Model.GetDeclaredSymbol(variable, spot.Cancellation) is IFieldSymbol { IsReadOnly: true, Type.Name: "CancellationTokenSource" })
            .Select(variable => variable.Identifier.Text)
            .FirstOrDefault(name => StopMethod.Cancels(StopMethod.Of(type), name));
}
