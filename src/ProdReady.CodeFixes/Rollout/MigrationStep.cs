using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Rollout;

/// <summary>A step of a migration as it is written: a statement of its own, whose arguments are named.</summary>
internal sealed class MigrationStep
{
    private readonly Dictionary<string, ExpressionSyntax> _arguments;

    private MigrationStep(InvocationExpressionSyntax call, MemberAccessExpressionSyntax member, ExpressionStatementSyntax statement)
    {
        (Call, Member, Statement) = (call, member, statement);
        _arguments = call.ArgumentList.Arguments.ToDictionary(argument => argument.NameColon!.Name.Identifier.ValueText, argument => argument.Expression);
    }

    public InvocationExpressionSyntax Call { get; }

    public ExpressionStatementSyntax Statement { get; }

    public string Verb => Member.Name.Identifier.ValueText;

    /// <summary>The type in angle brackets; null when there is none.</summary>
    public TypeSyntax? Type => Member.Name is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } types } ? types[0] : null;

    private MemberAccessExpressionSyntax Member { get; }

    public static MigrationStep? Of(InvocationExpressionSyntax? call) =>
        call is { Expression: MemberAccessExpressionSyntax member, Parent: ExpressionStatementSyntax { Parent: BlockSyntax } statement } && call.ArgumentList.Arguments.All(argument => argument.NameColon is not null)
            ? new MigrationStep(call, member, statement)
            : null;

    /// <summary>The steps of the way down of the same migration.</summary>
    public IEnumerable<MigrationStep> Back() =>
        Call.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Members.OfType<MethodDeclarationSyntax>().Where(method => method.Identifier.ValueText == "Down")
            .SelectMany(method => method.DescendantNodes().OfType<InvocationExpressionSyntax>()).Select(Of).OfType<MigrationStep>() ?? [];

    public string? Text(string name) => _arguments.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>The text of a literal; null for anything else.</summary>
    public string? Literal(string name) =>
        _arguments.TryGetValue(name, out var value) && value is LiteralExpressionSyntax { Token.Value: string text } ? text : null;

    /// <summary>Whether the other one is given the same for these.</summary>
    public bool IsAbout(MigrationStep other, params string[] names) => names.All(name => Text(name) == other.Text(name));

    /// <summary>The arguments of these names that it has, as they are written.</summary>
    public IEnumerable<string> Given(params string[] names) => names.Where(_arguments.ContainsKey).Select(name => $"{name}: {Text(name)}");

    /// <summary>Another step in its place: one argument a line where that is how this one is written.</summary>
    public StatementSyntax Instead(string verb, IEnumerable<string> arguments, string newLine)
    {
        var margin = Margin(Statement);
        var parted = Call.ArgumentList.OpenParenToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
        var inner = newLine + margin + (margin.Contains('\t') ? "\t" : "    ");
        var list = parted ? inner + string.Join("," + inner, arguments) : string.Join(", ", arguments);
        return SyntaxFactory.ParseStatement($"{Member.Expression}.{verb}({list});").WithLeadingTrivia(Statement.GetLeadingTrivia()).WithTrailingTrivia(Statement.GetTrailingTrivia());
    }

    /// <summary>The white space in front of a statement.</summary>
    public static string Margin(StatementSyntax statement) =>
        statement.GetLeadingTrivia().LastOrDefault() is var last && last.IsKind(SyntaxKind.WhitespaceTrivia) ? last.ToString() : "";
}
