using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>What came from the container, and can be had from it again.</summary>
internal static class Services
{
    /// <summary>The type, as the place has to write it, by which the container knows what <paramref name="name"/> stands for; null where it may come from elsewhere.</summary>
    public static string? TypeOf(IdentifierNameSyntax name, Spot spot)
    {
        var symbol = spot.Model.GetSymbolInfo(name, spot.Cancellation).Symbol;
        var type = symbol switch
        {
            IParameterSymbol parameter => parameter.Type,
            IFieldSymbol { IsStatic: false } field => IsGiven(field, spot) ? field.Type : null,
            IPropertySymbol { IsStatic: false, SetMethod: null } property => IsGiven(property, spot) ? property.Type : null,
            _ => null,
        };
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Interface or TypeKind.Class } service || service.Name == "HttpClient" || LastingValues.IsOfRequest(service)) return null;
        // What a method is given need not be a service; what a constructor is given is one.
        if (symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } function } && (function.MethodKind != MethodKind.AnonymousFunction || !IsRegistered(service, spot))) return null;
        return service.WithNullableAnnotation(NullableAnnotation.None).ToMinimalDisplayString(spot.Model, name.SpanStart);
    }

    /// <summary>Whether a constructor sets the member to one of its parameters, and nothing else sets it.</summary>
    private static bool IsGiven(ISymbol member, Spot spot)
    {
        if (member.DeclaringSyntaxReferences.Length != 1 || member.DeclaringSyntaxReferences[0].SyntaxTree != spot.Root.SyntaxTree) return false;
        var declaration = member.DeclaringSyntaxReferences[0].GetSyntax(spot.Cancellation);
        var type = declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>()!;
        var values = type.DescendantNodes().OfType<AssignmentExpressionSyntax>().Where(assignment => Last(assignment.Left) == member.Name).Select(assignment => assignment.Right)
            .Concat(declaration.ChildNodes().OfType<EqualsValueClauseSyntax>().Select(initializer => initializer.Value))
            .Select(value => value is BinaryExpressionSyntax { Right: ThrowExpressionSyntax } checkedFirst ? checkedFirst.Left : value)
            .ToArray();
        return values.Length > 0 && values.All(value => spot.Model.GetSymbolInfo(value, spot.Cancellation).Symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } });
    }

    private static string Last(ExpressionSyntax target) => target switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: var name } => name,
        _ => "",
    };

    private static bool IsRegistered(INamedTypeSymbol service, Spot spot) =>
        service.TypeKind == TypeKind.Interface
        || spot.Model.Compilation.SyntaxTrees.Any(tree => tree.GetText().ToString().Contains(service.Name)
            && tree.GetRoot(spot.Cancellation).DescendantNodes().OfType<GenericNameSyntax>().Any(name =>
                name.Identifier.ValueText is "AddSingleton" or "AddScoped" or "AddTransient" or "AddDbContext" && name.TypeArgumentList.Arguments[0].ToString().Split('.').Last() == service.Name));
}
