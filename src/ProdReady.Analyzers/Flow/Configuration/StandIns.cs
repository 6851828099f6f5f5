using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Values that take the place of a setting nobody has made.</summary>
internal sealed class StandIns(Known known)
{
    private static readonly string[] ThisMachine = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Names of settings by which a service is told where it listens, or who may call it: there its own machine is a fit answer.</summary>
    private static readonly string[] Listening = ["urls", "bind", "listen", "cors", "origin", "allowed", "self", "public", "own"];

    /// <summary>Last words of members by which an object says whether it was configured.</summary>
    private static readonly string[] Answers = ["Configured", "Enabled", "IsValid", "IsEmpty", "IsSet"];

    private readonly INamedTypeSymbol? _required = known.Type("System.ComponentModel.DataAnnotations.RequiredAttribute");

    /// <summary>Whether the value cannot be what a deployed service needs: the address of its own machine, or an object that lacks what it has to have.</summary>
    public bool IsBad(IOperation value, ConfigurationRead read) => value.Bare() switch
    {
        IObjectCreationOperation { Arguments.IsEmpty: true, Initializer: null, Type: INamedTypeSymbol type } => read.What == Setting.Section && Lacks(type),
        { ConstantValue: { HasValue: true, Value: string text } } => read.What is Setting.Text or Setting.Variable && IsThisMachine(text) && !IsListenedAt(read.Key),
        _ => false,
    };

    public static bool IsEmpty(IOperation value) => value.Bare() is { ConstantValue: { HasValue: true, Value: "" } } or IFieldReferenceOperation { Field: { Name: "Empty", ContainingType.SpecialType: SpecialType.System_String } };

    private static bool IsThisMachine(string text) => ThisMachine.Any(name => text.IndexOf(name, StringComparison.OrdinalIgnoreCase) >= 0);

    private static bool IsListenedAt(string key)
    {
        var name = key.Substring(key.LastIndexOfAny([':', '_']) + 1);
        return Listening.Any(word => name.StartsWith(word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Whether a new object of the type lacks something: a property that says it is required, or whose type says that it is never null, and that nothing is put into.
    /// A constructor might.
    /// </summary>
    private bool Lacks(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false }
        && type.InstanceConstructors.All(constructor => constructor.IsImplicitlyDeclared)
        && !type.GetMembers().Any(SaysWhetherItIsThere)
        && type.GetMembers().OfType<IPropertySymbol>().Any(property => property is { IsStatic: false, SetMethod: not null, IsImplicitlyDeclared: false } && IsLeftOut(property));

    /// <summary>Who makes a type that can be asked <c>IsConfigured()</c> reckons with one that is not.</summary>
    private static bool SaysWhetherItIsThere(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false, Parameters.IsEmpty: true, ReturnType.SpecialType: SpecialType.System_Boolean } or IPropertySymbol { IsStatic: false, SetMethod: null, Type.SpecialType: SpecialType.System_Boolean }
        && Answers.Any(word => member.Name.EndsWith(word, StringComparison.Ordinal));

    private bool IsLeftOut(IPropertySymbol property)
    {
        var isRequired = property.GetAttributes().Any(attribute => Types.Is(attribute.AttributeClass, _required));
        if (!isRequired && !(property.Type.IsReferenceType && property.NullableAnnotation == NullableAnnotation.NotAnnotated)) return false;
        return property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            PropertyDeclarationSyntax { AccessorList.Accessors: var accessors } when accessors.Any(accessor => accessor.Body is not null || accessor.ExpressionBody is not null) => false,
            PropertyDeclarationSyntax { Initializer: null } => true,
            PropertyDeclarationSyntax { Initializer.Value: var initial } => IsNull(initial) || isRequired && initial is LiteralExpressionSyntax { Token.ValueText: "" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty" },
            _ => false,
        };
    }

    private static bool IsNull(ExpressionSyntax value) => value switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression, Operand: var operand } => IsNull(operand),
        _ => value.IsKind(SyntaxKind.NullLiteralExpression) || value.IsKind(SyntaxKind.DefaultLiteralExpression),
    };
}
