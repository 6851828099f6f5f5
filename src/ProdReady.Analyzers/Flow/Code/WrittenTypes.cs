using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The types of what is written, as far as declarations say them: of fields, properties and parameters. No body is bound for the answer.</summary>
internal sealed class WrittenTypes(Bodies bodies)
{
    /// <summary>The type on whose object, or by whose name, a member is called; null when only the compiler could tell.</summary>
    public ITypeSymbol? Receiver(SimpleNameSyntax called) => called.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == called => Of(access.Expression),
        MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>(access => access.WhenNotNull.Span.Contains(binding.Span)) is { Expression: var asked } ? Types.WithoutNullable(Of(asked)) : null,
        _ => null,
    };

    private ITypeSymbol? Of(ExpressionSyntax expression) => expression switch
    {
        ThisExpressionSyntax => Around(expression),
        BaseExpressionSyntax => Around(expression)?.BaseType,
        ParenthesizedExpressionSyntax inner => Of(inner.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } inner => Of(inner.Operand),
        IdentifierNameSyntax name => OfName(name),
        MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression, Name: IdentifierNameSyntax member } access => Of(access.Expression) is { } type ? OfMember(type, member.Identifier.ValueText) : null,
        _ => null,
    };

    private INamedTypeSymbol? Around(SyntaxNode node) =>
        node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration ? bodies.Model(node.SyntaxTree).GetDeclaredSymbol(declaration) : null;

    /// <summary>A parameter of the member around the name, or a field or property of a type around it. The compiler's own answer, which knows all scopes, is as dear as binding the member.</summary>
    private ITypeSymbol? OfName(IdentifierNameSyntax name)
    {
        if (name.FirstAncestorOrSelf<MemberDeclarationSyntax>() is not { } member || member is GlobalStatementSyntax || name.Identifier.ValueText is "value" or "field" || IsOfPrimaryConstructor(name)) return null;
        var declarations = Declarations(member, name.Identifier.ValueText).Take(2).ToArray();
        if (declarations.Length > 0) return declarations.Length == 1 && declarations[0] is ParameterSyntax { Type: not null } parameter && parameter.Parent?.Parent == member ? bodies.Model(name.SyntaxTree).GetDeclaredSymbol(parameter)?.Type : null;
        for (var around = Around(name); around is not null; around = around.ContainingType)
        {
            if (OfMember(around, name.Identifier.ValueText) is { } type) return type;
        }

        return null;
    }

    private static bool IsOfPrimaryConstructor(IdentifierNameSyntax name) =>
        name.Ancestors().OfType<TypeDeclarationSyntax>().Any(type => type.ChildNodes().OfType<ParameterListSyntax>().SelectMany(list => list.Parameters).Any(parameter => parameter.Identifier.ValueText == name.Identifier.ValueText));

    /// <summary>Where a member declares something of the name: a parameter, a local, what a query ranges over.</summary>
    private static IEnumerable<SyntaxNode> Declarations(MemberDeclarationSyntax member, string name)
    {
        foreach (var at in SourceSearch.Words(SourceSearch.Text(member.SyntaxTree), name, member.SpanStart, member.Span.End))
        {
            var token = member.FindToken(at);
            if (token.ValueText == name && token.Parent is { } declaration && Declares(declaration, token)) yield return declaration;
        }
    }

    private static bool Declares(SyntaxNode node, SyntaxToken token) => node switch
    {
        ParameterSyntax or SingleVariableDesignationSyntax or CatchDeclarationSyntax or LocalFunctionStatementSyntax => true,
        VariableDeclaratorSyntax => node.Parent?.Parent is not BaseFieldDeclarationSyntax,
        ForEachStatementSyntax each => each.Identifier == token,
        FromClauseSyntax or LetClauseSyntax or JoinClauseSyntax or JoinIntoClauseSyntax or QueryContinuationSyntax => true,
        _ => false,
    };

    private static ITypeSymbol? OfMember(ITypeSymbol type, string name)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            var members = declaring.GetMembers(name);
            if (members.Length > 0) return members.Length == 1 ? TypeOf(members[0]) : null;
        }

        return null;
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
