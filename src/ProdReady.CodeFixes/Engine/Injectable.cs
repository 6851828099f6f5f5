using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProdReady.Engine;

/// <summary>A service that the container has for every type.</summary>
/// <param name="Type">The metadata name; a type parameter stands for the type that gets it.</param>
/// <param name="Field">The field that will hold it.</param>
/// <param name="Parameter">The parameter it comes by.</param>
/// <param name="IsMadeByFix">Whether the fix writes the type itself, where it is not there yet.</param>
internal sealed record Injectable(string Type, string Field, string Parameter, bool IsMadeByFix = false)
{
    public static readonly Injectable Logger = new("Microsoft.Extensions.Logging.ILogger`1", "_logger", "logger");

    public static readonly Injectable Lifetime = new("Microsoft.Extensions.Hosting.IHostApplicationLifetime", "_lifetime", "lifetime");

    private string Name => Type.Substring(Type.LastIndexOf('.') + 1).Split('`')[0];

    /// <summary>Its type as code of <paramref name="owner"/> writes it.</summary>
    public string Written(string owner) => Type.EndsWith("`1", StringComparison.Ordinal) ? $"{Name}<{owner}>" : Name;

    /// <summary>The parameter by which the constructor already takes it, to keep what it is given.</summary>
    public ParameterSyntax? Given(ConstructorDeclarationSyntax constructor) =>
        constructor.ParameterList.Parameters.FirstOrDefault(parameter => parameter.Type is SimpleNameSyntax type && type.Identifier.ValueText == Name);

    public bool IsNamedIn(ConstructorDeclarationSyntax constructor) =>
        constructor.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && (token.ValueText == Parameter || token.ValueText == Field));
}
