using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ProdReady.Engine;

/// <summary>The statement that runs the host, in a block, at the top level or behind an arrow. A host that has no name there gets one when others stand beside it.</summary>
internal sealed class RunStatement
{
    private readonly Spot _spot;
    private readonly SyntaxNode _whole;
    private readonly ExpressionSyntax _run;
    private readonly MemberAccessExpressionSyntax _access;

    private RunStatement(Spot spot, SyntaxNode whole, ExpressionSyntax run, MemberAccessExpressionSyntax access)
    {
        (_spot, _whole, _run, _access) = (spot, whole, run, access);
        IsWebApplication = spot.Model.GetTypeInfo(access.Expression, spot.Cancellation).Type?.Name == "WebApplication";
        Scope = whole.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() ?? spot.Root;
        Host = access.Expression is IdentifierNameSyntax name ? name.ToString() : Fresh.Name(spot, Scope, IsWebApplication ? "app" : "host", "application");
    }

    /// <summary>The host by its name.</summary>
    public string Host { get; }

    public bool IsWebApplication { get; }

    /// <summary>Where new names are declared.</summary>
    public SyntaxNode Scope { get; }

    /// <summary>The statement around the squiggle; null when it does more than to run a host and to wait for that, or is not the host's own method.</summary>
    public static RunStatement? At(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax access } call) return null;
        if (!Facts.Types.Is(spot.Model.GetTypeInfo(access.Expression, spot.Cancellation).Type, spot.Type("Microsoft.Extensions.Hosting.IHost"))) return null;
        ExpressionSyntax run = call;
        while (run.Parent is MemberAccessExpressionSyntax or AwaitExpressionSyntax || run.Parent is InvocationExpressionSyntax outer && outer.Expression == run) run = (ExpressionSyntax)run.Parent;
        return run.Parent switch
        {
            ExpressionStatementSyntax statement => new RunStatement(spot, statement, run, access),
            ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method } when EndsThere(method) => new RunStatement(spot, method, run, access),
            _ => null,
        };
    }

    /// <summary>The root with statements before the host runs, and behind it.</summary>
    public SyntaxNode With(string before, string after)
    {
        var newLine = _spot.NewLine;
        var made = new List<StatementSyntax>();
        var run = _run.WithoutTrivia();
        if (_access.Expression is not IdentifierNameSyntax)
        {
            var declaration = (LocalDeclarationStatementSyntax)Pattern.Statement($"var {Host} = host;", newLine);
            made.Add(declaration.ReplaceNode(declaration.Declaration.Variables[0].Initializer!.Value, _access.Expression.WithoutTrivia()));
            run = _run.ReplaceNode(_access, _access.WithExpression(SyntaxFactory.IdentifierName(Host)).WithOperatorToken(_access.OperatorToken.WithLeadingTrivia())).WithoutTrivia();
        }

        made.AddRange(Pattern.Statements(before, newLine));
        made.Add(SyntaxFactory.ExpressionStatement(run).WithTrailingTrivia(SyntaxFactory.EndOfLine(newLine)).WithAdditionalAnnotations(Formatter.Annotation));
        made.AddRange(Pattern.Statements(after, newLine));
        return _whole is StatementSyntax statement
            ? Replacement.Of(_spot.Root, statement, made, newLine)
            : _spot.Root.ReplaceNode(_whole, WithBody((MethodDeclarationSyntax)_whole, made, newLine));
    }

    private static MethodDeclarationSyntax WithBody(MethodDeclarationSyntax method, IEnumerable<StatementSyntax> statements, string newLine)
    {
        var end = SyntaxFactory.EndOfLine(newLine);
        var block = SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(end),
            SyntaxFactory.List(statements),
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithTrailingTrivia(method.SemicolonToken.TrailingTrivia));
        return method.WithParameterList(method.ParameterList.WithTrailingTrivia(end)).WithExpressionBody(null).WithSemicolonToken(default).WithBody(block.WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>Whether the method may go on behind the call.</summary>
    private static bool EndsThere(MethodDeclarationSyntax method) =>
        method.ReturnType is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } || method.Modifiers.Any(SyntaxKind.AsyncKeyword);
}
