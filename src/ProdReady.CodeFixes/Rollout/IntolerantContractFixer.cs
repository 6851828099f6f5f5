using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Rollout;

/// <summary>
/// Makes what was found readable to both versions: unknown members are skipped, a new member is optional, values get their numbers back. Or writes into the baseline what has changed:
/// what breaks nothing in one go, what breaks something by a title of its own, so that nobody accepts it in passing.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class IntolerantContractFixer() : ProductionFixer(
    IntolerantContract.Rule,
    new Remedy("Let both versions read it", spot => Task.FromResult(Readable(spot))),
    Remedy.OfFiles("Record the current contracts", (project, findings, cancellation) => ContractRecord.Write(project, findings, accept: false, cancellation)),
    Remedy.OfFiles("Record the breaking change", (project, findings, cancellation) => ContractRecord.Write(project, findings, accept: true, cancellation), oneByOne: true))
{
    private static SyntaxNode? Readable(Spot spot) => spot.Token.ValueText switch
    {
        "Disallow" => spot.Root.ReplaceToken(spot.Token, Named("Skip", spot.Token)),
        "Error" => spot.Root.ReplaceToken(spot.Token, Named("Ignore", spot.Token)),
        _ when spot.Note(IntolerantContract.NumbersNote) is { Length: > 0 } numbers && spot.Enclosing<EnumDeclarationSyntax>() is { } values => Numbered(values, numbers, spot),
        _ when spot.Note(IntolerantContract.NowNote) is { } now && now.EndsWith(" required", StringComparison.Ordinal) && spot.Enclosing<MemberDeclarationSyntax>() is { } member => Optional(member, spot),
        _ => null,
    };

    private static SyntaxToken Named(string name, SyntaxToken like) => SyntaxFactory.Identifier(name).WithTriviaFrom(like);

    /// <summary>Every value gets the number that it has in production; what is new gets one that is free.</summary>
    private static SyntaxNode? Numbered(EnumDeclarationSyntax values, string numbers, Spot spot)
    {
        var shipped = new Dictionary<string, decimal>();
        foreach (var pair in numbers.Split(';').Select(pair => pair.Split('=')))
        {
            if (!decimal.TryParse(pair[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return null;
            shipped[pair[0]] = number;
        }

        var now = values.Members.ToDictionary(member => member, member => Convert.ToDecimal((spot.Model.GetDeclaredSymbol(member, spot.Cancellation) as IFieldSymbol)?.ConstantValue, CultureInfo.InvariantCulture));
        var free = shipped.Values.Concat(now.Values).Max() + 1;
        var taken = new HashSet<decimal>(shipped.Values);
        return spot.Root.ReplaceNode(values, values.ReplaceNodes(values.Members, (member, _) =>
        {
            if (!shipped.TryGetValue(member.Identifier.ValueText, out var number)) number = taken.Contains(now[member]) ? free++ : now[member];
            return member.WithIdentifier(member.Identifier.WithTrailingTrivia(SyntaxFactory.Space))
                .WithEqualsValue(SyntaxFactory.EqualsValueClause(
                    SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space),
                    SyntaxFactory.ParseExpression(number.ToString(CultureInfo.InvariantCulture)))
                .WithTrailingTrivia(member.GetTrailingTrivia()));
        }));
    }

    private static SyntaxNode? Optional(MemberDeclarationSyntax member, Spot spot)
    {
        var bare = WithoutAttribute(member);
        var at = bare.Modifiers.ToList().FindIndex(modifier => modifier.ValueText == "required");
        if (at < 0 && bare == member) return null;
        if (at >= 0)
        {
            var leading = bare.Modifiers[at].LeadingTrivia;
            bare = bare.WithModifiers(bare.Modifiers.RemoveAt(at));
            if (at == 0) bare = bare.WithLeadingTrivia(leading);
        }

        if (bare is PropertyDeclarationSyntax { Initializer: null, Type: not NullableTypeSyntax } property && spot.Model.GetDeclaredSymbol(member, spot.Cancellation) is IPropertySymbol { Type.IsReferenceType: true, NullableAnnotation: NullableAnnotation.NotAnnotated })
            bare = property.WithType(SyntaxFactory.NullableType(property.Type.WithoutTrailingTrivia()).WithTrailingTrivia(property.Type.GetTrailingTrivia()));
        return spot.Root.ReplaceNode(member, bare);
    }

    private static MemberDeclarationSyntax WithoutAttribute(MemberDeclarationSyntax member)
    {
        foreach (var list in member.AttributeLists)
        {
            if (list.Attributes.FirstOrDefault(attribute => attribute.Name.ToString().EndsWith("JsonRequired", StringComparison.Ordinal)) is not { } required) continue;
            if (list.Attributes.Count > 1) return member.ReplaceNode(list, list.WithAttributes(list.Attributes.Remove(required)));
            var bare = member.WithAttributeLists(member.AttributeLists.Remove(list));
            return member.AttributeLists[0] == list ? bare.WithLeadingTrivia(member.GetLeadingTrivia()) : bare;
        }

        return member;
    }
}
