using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Code that is named like a health endpoint: a route, a type, a call. Names decide here, and only towards silence.</summary>
internal static class HealthNames
{
    private static readonly string[] Suffixes = ["Controller", "Middleware", "Endpoint", "Endpoints", "Module", "Model"];

    private static readonly string[] Verbs = ["Map", "Use"];

    private static readonly HashSet<string> Registrations = new(HealthApis.Register.SelectMany(row => row.Members));

    /// <summary>A word of a route between quotes or slashes. Begins with a set of two characters, for which a search is fast.</summary>
    private static readonly Regex Segment = new(
        $"[/\"](?:{string.Join("|", RouteWords.Certain.Concat(RouteWords.InRoutes).Select(Regex.Escape))})[/\"]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>What the text of a file must have for a walk to be worth it.</summary>
    public static bool MayBeIn(string source) =>
        RouteWords.Hint(source) || source.Contains("Controller") && RouteWords.Types.Any(source.Contains) || Segment.IsMatch(source);

    public static bool Has(SyntaxNode node) => node switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => IsRouteOfHealth(literal.Token.ValueText, literal),
        InterpolatedStringTextSyntax { Parent: InterpolatedStringExpressionSyntax whole } part => IsRouteOfHealth(part.TextToken.ValueText, whole),
        MethodDeclarationSyntax { Parent: TypeDeclarationSyntax owner } action => owner.Identifier.ValueText.EndsWith("Controller", StringComparison.Ordinal) && RouteWords.Hint(action.Identifier.ValueText),
        TypeDeclarationSyntax type => IsTypeOfHealth(type.Identifier.ValueText),
        InvocationExpressionSyntax call => Names.Of(call) is var name && (name.Contains("Health") && !Registrations.Contains(name) || TypeArguments(call).Any(RouteWords.Hint)) && Verbs.Any(verb => name.StartsWith(verb, StringComparison.Ordinal)),
        _ => false,
    };

    private static IEnumerable<string> TypeArguments(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name: GenericNameSyntax generic } ? generic.TypeArgumentList.Arguments.Select(type => type.ToString()) : [];

    private static bool IsRouteOfHealth(string text, ExpressionSyntax literal) =>
        RouteWords.Names(text, RouteWords.Certain) || RouteWords.IsPath(text) && IsRoute(text, literal);

    private static bool IsRoute(string text, ExpressionSyntax literal) => literal.Parent switch
    {
        AttributeArgumentSyntax { Parent.Parent: AttributeSyntax { Name: var name } } => name.ToString() is var attribute && (attribute.Contains("Route") || attribute.Contains("Http")),
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } => new[] { "Map", "Use", "Get", "StartsWith" }.Any(verb => Names.Of(call).StartsWith(verb, StringComparison.Ordinal)),
        _ => text.StartsWith("/", StringComparison.Ordinal),
    };

    public static bool IsTypeOfHealth(string type) =>
        RouteWords.Types.Contains(type)
        || RouteWords.Hint(type) && Suffixes.Any(suffix => type.EndsWith(suffix, StringComparison.Ordinal));
}
